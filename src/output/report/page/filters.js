/* Which documents does the reader want to see? Every part of the page filters every other. */

const view = {
  layout: '63',
  grain: 'quarter',
  measure: null,
  chosen: { province: new Set(), quarter: new Set(), topic: new Set(), kind: new Set(), finding: new Set(), cited: new Set(), unread: new Set() },
  search: '',
  sort: { by: 'date', down: true },
  page: 0,
};

const DIMENSIONS = ['province', 'quarter', 'topic', 'kind', 'finding', 'cited', 'unread'];
const MEASURE = 1 << DIMENSIONS.length;
const bitOf = (dimension) => 1 << DIMENSIONS.indexOf(dimension);

/** The values of every document in every dimension, told once. */
class Values {
  constructor(archive) {
    const each = (value) => Array.from({ length: archive.size }, (_, document) => value(document));
    this.provinces = { 63: each((d) => [archive.of('province', d)]), 34: each((d) => [archive.of('current_province', d)]) };
    this.quarter = each((d) => [quarterOf(dayOf(archive, d))]);
    this.kind = each((d) => [archive.of('kind', d)]);
    this.topic = each((d) => rowsOf(archive.tables.topics, d).map((row) => archive.text(archive.tables.topics.topic[row])));
    this.topic.forEach((topics) => topics.length === 0 && topics.push(''));
    this.finding = each((d) => unique(rowsOf(archive.tables.findings, d).map((row) => archive.text(archive.tables.findings.code[row]))));
    this.cited = each((d) => unique(rowsOf(archive.tables.citations, d).map((row) => String(archive.tables.citations.cited[row]))));
    this.unread = each((d) => this.unreadOf(archive, d));
  }

  /** Why somebody should look after the file of a document; none where it was read well. */
  unreadOf(archive, document) {
    if (!archive.isRead(document)) return [unreadGroup(archive.of('status', document), archive.of('error_code', document))];
    return this.finding[document].includes('ocr_suspect') ? ['unread.suspect'] : [];
  }

  of(dimension, document) {
    return dimension === 'province' ? this.provinces[view.layout][document] : this[dimension][document];
  }
}

/** What has to be done about a file that gave no text. */
function unreadGroup(status, code) {
  if (status === 'skipped') return 'unread.skipped';
  return status === 'empty' || ['no_text_layer', 'ocr_failed'].includes(code) ? 'unread.scan' : 'unread.failed';
}

const unique = (values) => [...new Set(values)];

function rowsOf(table, document) {
  const rows = [];
  for (let row = table.first[document]; row < table.first[document + 1]; row++) rows.push(row);
  return rows;
}

/** The end of a document's period; of one that spans years, or has none, the day that it was written. */
function dayOf(archive, document) {
  const [last, date] = [archive.of('last_day', document), archive.of('date', document)];
  return archive.of('grain', document) === 'range' ? date || last : last || date;
}

/** '2023-Q2' of a day or month; '' where only the year is known. */
function quarterOf(day) {
  const month = Number(day.slice(5, 7));
  return month > 0 ? `${day.slice(0, 4)}-Q${Math.ceil(month / 3)}` : '';
}

/** For each document the filters that it does not pass, a bit each. */
function failing(archive, values) {
  const fails = new Uint8Array(archive.size);
  for (const dimension of DIMENSIONS) {
    const chosen = view.chosen[dimension];
    if (chosen.size === 0) continue;
    for (let document = 0; document < archive.size; document++) {
      if (!values.of(dimension, document).some((value) => chosen.has(value))) fails[document] |= bitOf(dimension);
    }
  }
  if (view.measure !== null) {
    const { counts } = archive.tables;
    const [measure, grain] = [archive.index(view.measure), archive.index(view.grain)];
    for (let document = 0; document < archive.size; document++) {
      const says = sameGrain(archive, document, grain) && rowsOf(counts, document).some((r) => counts.in_totals[r] && counts.measure[r] === measure);
      if (!says) fails[document] |= MEASURE;
    }
  }
  return fails;
}

/** Whether the figures of a document are of the chosen length of period; '' is none. */
function sameGrain(archive, document, grain) {
  const own = archive.documents.grain[document];
  return view.grain === '' ? own < 0 : own === grain;
}

function toggle(dimension, value) {
  const chosen = view.chosen[dimension];
  if (!chosen.delete(value)) chosen.add(value);
  view.page = 0;
}

function toggleMeasure(measure) {
  view.measure = view.measure === measure ? null : measure;
  view.page = 0;
}

function clearFilters() {
  Object.values(view.chosen).forEach((chosen) => chosen.clear());
  view.measure = null;
  view.page = 0;
}

function hasFilters() {
  return view.measure !== null || Object.values(view.chosen).some((chosen) => chosen.size > 0);
}
