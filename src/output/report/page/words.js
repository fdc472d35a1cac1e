/* How is something said in the reader's language? */

const words = block('words');
const head = block('head');
let language = 'vi';

/** A message, with `{name}` replaced by the value of that name. */
function t(key, values = {}) {
  const said = words[key] ? words[key][language] : key;
  return said.replace(/\{(\w+)\}/g, (_, name) => values[name]);
}

/** The same, or the slug itself for one that has no name here. */
function named(prefix, slug) {
  return words[prefix + slug] ? t(prefix + slug) : slug.replaceAll('_', ' ');
}

function inLanguage(list, id) {
  const found = list.find((entry) => entry.id === id);
  return found ? found[language] : id.replaceAll('_', ' ');
}

const measureName = (id) => inLanguage(head.names.measures, id);
const topicName = (id) => (id === '' ? t('no_topic') : inLanguage(head.names.topics, id));
const kindName = (id) => (id === '' ? t('no_kind') : inLanguage(head.names.kinds, id));

function provinceName(id, layout) {
  if (id === '') return t('unknown_province');
  const names = layout === '34' ? head.names.current_provinces : head.names.provinces;
  return names[id] ?? id.replaceAll('_', ' ');
}

/** '2023-Q2' for a reader. */
function quarterName(quarter) {
  if (quarter === '') return t('unknown_quarter');
  const [year, q] = quarter.split('-Q');
  return t('quarter', { year, q });
}

/** An ISO day, month or year as people write it. */
function dayName(iso) {
  return iso.split('-').reverse().join('/');
}

const isMoney = (measure) => measure === 'fines' || measure === 'money';

/** Half a unit up, and no more digits than a reader wants. */
function decimal(value, digits) {
  const locale = language === 'vi' ? 'vi-VN' : 'en-GB';
  return new Intl.NumberFormat(locale, { maximumFractionDigits: digits }).format(value);
}

/** A number in full. */
function number(value) {
  return decimal(value, 0);
}

/** A figure of a measure: money in the unit that people use. */
function figure(value, measure) {
  if (!isMoney(measure)) return number(value);
  const units = [['thousand_billion', 1e12], ['billion', 1e9], ['million', 1e6]];
  const unit = units.find(([, size]) => Math.abs(value) >= size);
  return unit ? t(unit[0], { n: decimal(value / unit[1], 2) }) : `${number(value)} ${t('dong')}`;
}

/** The same without rounding. */
function exactFigure(value, measure) {
  return isMoney(measure) ? `${number(value)} ${t('dong')}` : number(value);
}
