/* What stands on the page, part by part? Each is drawn anew whenever a filter changes. */

const MOST_BARS = 10;
const MOST_CITED = 12;

function cardHead(title, note, ...tools) {
  return [el('div', { class: 'head' }, el('h2', {}, title), ...tools), note ? el('p', { class: 'soft' }, note) : null];
}

const drawnName = () => (view.measure === null ? t('measure_documents') : measureName(view.measure));

/** A choice of one among several. */
function choice(label, key, options, chosen, choose) {
  const button = ([id, name]) =>
    el('button', { type: 'button', 'aria-pressed': id === chosen, 'data-key': `${key}:${id}`, onclick: () => choose(id) }, name);
  return el('div', { class: 'choice', role: 'group', 'aria-label': label }, options.map(button));
}

class Panels {
  constructor(archive, values, redraw) {
    Object.assign(this, { archive, values, redraw, widths: new Map() });
    this.grains = grainNumbers(archive);
  }

  /** Opens a list; what is in it is only worked out when somebody asks. */
  open(title, items) {
    return () => openMentions(this.archive, title, items());
  }

  /** How wide a drawing may be. Asked once until the window changes: the answer costs a layout of the page. */
  widthOf(id, place) {
    if (!this.widths.has(id)) this.widths.set(id, place.clientWidth);
    return this.widths.get(id);
  }

  draw() {
    this.figures = new Figures(this.archive, this.values);
    this.filters();
    this.overview();
    this.totals();
    this.map();
    this.time();
    this.barsOf('topics', 'topic', topicName, t('topics_note'));
    this.barsOf('kinds', 'kind', kindName, null);
    this.leftOut();
    this.cited();
    this.findings();
    this.unread();
  }

  filters() {
    const remove = (what, key, act) => {
      const run = () => {
        act();
        this.redraw();
      };
      return el('button', { type: 'button', class: 'chip', 'aria-label': t('remove', { what }), 'data-key': `chip:${key}`, onclick: run }, what, el('span', { 'aria-hidden': 'true' }, ' ×'));
    };
    const chips = DIMENSIONS.flatMap((dimension) => [...view.chosen[dimension]].map((value) =>
      remove(this.valueName(dimension, value), `${dimension}:${value}`, () => toggle(dimension, value))));
    if (view.measure !== null) chips.unshift(remove(measureName(view.measure), 'measure', () => toggleMeasure(view.measure)));
    const clear = () => {
      clearFilters();
      this.redraw();
    };
    const documents = this.figures.documents();
    const items = () => documents.map((row) => ({ type: 'document', row }));
    const counted = opener(t('matching', { n: number(documents.length), all: number(this.archive.size) }), documents.length, 'matching', this.open(t('documents'), items));
    const rest = hasFilters() ? el('button', { type: 'button', class: 'plain', id: 'clear', onclick: clear }, t('clear')) : el('span', { class: 'soft' }, t('no_filter'));
    put('filters', el('div', { class: 'row' }, el('span', { role: 'status' }, counted), chips, rest)).setAttribute('aria-label', t('filters'));
    byId('filters').classList.toggle('active', hasFilters());
  }

  valueName(dimension, value) {
    const names = { province: (v) => provinceName(v, view.layout), quarter: quarterName, topic: topicName, kind: kindName };
    const more = { finding: (v) => named('finding.', v), cited: (v) => (Number(v) < 0 ? t('unnamed') : citedName(this.archive, Number(v))), unread: t };
    return { ...names, ...more }[dimension](value);
  }

  overview() {
    const { archive } = this;
    const documents = this.figures.documents();
    const items = (keep) => {
      const kept = documents.filter(keep);
      return [kept.length, () => kept.map((row) => ({ type: 'document', row }))];
    };
    const rows = (type) => {
      const table = archive.tables[type];
      const size = documents.reduce((sum, document) => sum + table.first[document + 1] - table.first[document], 0);
      return [size, () => mentionsOf(type, documents.flatMap((document) => rowsOf(table, document)))];
    };
    const figures = [
      ['read', items((d) => archive.isRead(d))], ['in_totals', items((d) => archive.documents.in_totals[d] === 1)],
      ['drafts', items((d) => archive.documents.draft[d] === 1 && archive.isRead(d))], ['copies', items((d) => archive.isCopy(d))],
      ['citations', rows('citations')], ['counts', rows('counts')], ['findings_number', rows('findings')],
    ];
    const one = ([word, [size, list]]) => el('div', {}, el('dt', {}, t(word)), el('dd', {}, opener(number(size), size, `overview:${word}`, this.open(t(word), list))));
    put('overview', el('h2', { class: 'hidden' }, t('overview')), el('dl', {}, figures.map(one)));
  }

  totals() {
    const grains = GRAINS.filter((grain) => this.grains.has(grain) || grain === view.grain);
    const choose = (grain) => {
      view.grain = grain;
      this.redraw();
    };
    const options = grains.map((grain) => [grain, t(`grain.${grain}`)]);
    const tools = choice(t('grain'), 'grain', options, view.grain, choose);
    this.sums = this.figures.totals();
    put('totals', cardHead(t('totals'), t('totals_note'), tools), el('div', { class: 'measures' }, this.sums.map((total) => this.measureCard(total))));
  }

  measureCard(total) {
    const { measure } = total;
    const name = measureName(measure);
    const act = () => {
      toggleMeasure(measure);
      this.redraw();
    };
    const chosen = view.measure === measure;
    const heading = el('button', { type: 'button', class: 'link', 'aria-pressed': chosen, 'aria-label': t('choose_measure', { what: name }), 'data-key': `measure:${measure}`, onclick: act }, name);
    const value = opener(figure(total.value, measure), total.value, `total:${measure}`, this.open(name, () => mentionsOf('counts', total.rows)), t('mentions_of', { n: `${name}: ${exactFigure(total.value, measure)}` }));
    value.title = exactFigure(total.value, measure);
    const parts = [t('from_mentions', { n: number(total.rows.length), d: number(total.documents) })];
    if (total.most > total.value) parts.push(t('up_to', { value: figure(total.most, measure) }));
    if (total.estimates > 0) parts.push(t('estimates', { n: number(total.estimates) }));
    const sum = total.rows.length > 0 ? [value, el('p', { class: 'soft' }, parts.join('; '))] : [el('span', { class: 'number none' }, '–'), el('p', { class: 'soft' }, t('nothing'))];
    return el('article', { class: `measure${chosen ? ' chosen' : ''}` }, el('h3', {}, heading), sum, this.leftOutLine(total));
  }

  /** What the total beside it leaves out. */
  leftOutLine(total) {
    const { measure } = total;
    const reasons = total.reasons().sort((a, b) => b[1].length - a[1].length);
    const size = reasons.reduce((sum, [, of]) => sum + of.length, 0);
    if (size === 0) return el('p', { class: 'left-out soft' }, t('left_out_none'));
    const said = reasons.slice(0, 3).map(([reason, of]) => `${number(of.length)} ${named('reason.', reason)}`).join(', ') + (reasons.length > 3 ? '…' : '');
    const words = t('left_out', { n: number(size), reasons: said });
    const items = () => mentionsOf('counts', reasons.flatMap(([, of]) => of));
    return el('p', { class: 'left-out' }, opener(words, size, `left-out:${measure}`, this.open(`${measureName(measure)}: ${t('left_out_short')}`, items), words));
  }

  /** Rows of a drawing: the groups of a dimension with their names and figures. */
  rows(dimension, name, groups = this.figures.by(dimension)) {
    return groups.map((group) => ({
      key: group.key,
      name: name(group.key),
      value: group.value,
      shown: drawnFigure(group.value, false),
      small: drawnFigure(group.value, false, true),
      full: drawnFigure(group.value, true),
      open: this.open(name(group.key), () => this.figures.behind(group)),
    }));
  }

  map() {
    const groups = this.figures.by('province');
    const name = (id) => provinceName(id, view.layout);
    const open = (group) => openMentions(this.archive, name(group.key), this.figures.behind(group));
    const rows = this.rows('province', name, groups).sort(byValue);
    const choose = (layout) => {
      view.layout = layout;
      view.chosen.province.clear();
      this.redraw();
    };
    const tools = choice(t('provinces'), 'layout', [['63', t('layout.63')], ['34', t('layout.34')]], view.layout, choose);
    const unknown = rows.find((row) => row.key === '');
    const rest = unknown ? el('p', { class: 'soft' }, `${t('unknown_province')}: `, opener(unknown.shown, unknown.value, 'province#', unknown.open)) : null;
    const table = twin('map', t('province'), drawnName(), rows, { dimension: 'province', redraw: this.redraw });
    put('map', cardHead(t('map'), t('drawn', { what: drawnName() })), tools, tileMap(groups, open, this.redraw), rest, table);
  }

  time() {
    const rows = this.rows('quarter', quarterName);
    const known = rows.filter((row) => row.key !== '').sort((a, b) => a.key.localeCompare(b.key));
    const unknown = rows.find((row) => row.key === '');
    const rest = unknown ? el('p', { class: 'soft' }, `${t('unknown_quarter')}: `, opener(unknown.shown, unknown.value, 'quarter#', unknown.open)) : null;
    const chart = el('div', { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': t('time') });
    const table = twin('time', t('time'), drawnName(), rows.sort((a, b) => b.key.localeCompare(a.key)), { dimension: 'quarter', redraw: this.redraw });
    put('time', cardHead(t('time'), `${t('drawn', { what: drawnName() })}. ${t('time_note')}`), chart, rest, table);
    const drawing = columns(this.widthOf('time', chart), withGaps(known), { name: t('time'), redraw: this.redraw });
    chart.append(drawing);
    // The newest are at the end.
    if (Number(drawing.getAttribute('width')) > this.widthOf('time', chart)) requestAnimationFrame(() => (chart.scrollLeft = chart.scrollWidth));
  }

  barsOf(id, dimension, name, note) {
    const rows = this.rows(dimension, name).sort(byValue);
    const [shown, more] = folding(id, rows, MOST_BARS, this.redraw);
    const chart = el('div', {});
    const table = twin(id, t(id), drawnName(), rows, { dimension, redraw: this.redraw });
    put(id, cardHead(t(id), [t('drawn', { what: drawnName() }), note].filter((part) => part).join('. ')), chart, more, table);
    chart.append(bars(this.widthOf(id, chart), shown, { name: t(id), dimension, redraw: this.redraw }));
  }

  leftOut() {
    const reasons = LEFT_OUT.map((_, i) => i).filter((i) => this.sums.some((total) => total.leftOut[i].length > 0));
    const cell = (total, i) => {
      const [reason, rows] = [LEFT_OUT[i], total.leftOut[i]];
      const title = `${measureName(total.measure)}: ${named('reason.', reason)}`;
      return el('td', { class: 'figure' }, rows.length === 0 ? '' : opener(number(rows.length), rows.length, `reason:${total.measure}:${reason}`, this.open(title, () => mentionsOf('counts', rows))));
    };
    const line = (total) => el('tr', {}, el('th', { scope: 'row' }, measureName(total.measure)), reasons.map((i) => cell(total, i)));
    const headings = reasons.map((reason) => el('th', { scope: 'col', class: 'figure' }, named('reason.', LEFT_OUT[reason])));
    const table = el('table', {}, el('thead', {}, el('tr', {}, el('td', {}), headings)), el('tbody', {}, this.sums.map(line)));
    put('left-out', cardHead(t('left_out_title'), null), reasons.length === 0 ? el('p', { class: 'soft' }, t('left_out_none')) : el('div', { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': t('left_out_title') }, table));
  }

  cited() {
    const [shown, more] = folding('cited', this.figures.mostCited(), MOST_CITED, this.redraw);
    const line = ({ key, mentions, documents }) => {
      const name = citedName(this.archive, key);
      const chosen = view.chosen.cited.has(String(key));
      const act = () => {
        toggle('cited', String(key));
        this.redraw();
      };
      const button = el('button', { type: 'button', class: 'link', 'aria-pressed': chosen, 'data-key': `cited:${key}`, onclick: act }, name);
      const title = this.archive.text(this.archive.cited.code[key]) ? this.archive.text(this.archive.cited.title[key]) : '';
      const rows = () => this.figures.citing(key);
      const citing = () => unique(rows().map((row) => this.archive.tables.citations.owner[row])).map((row) => ({ type: 'document', row }));
      return el('tr', {}, el('th', { scope: 'row' }, button, title ? el('span', { class: 'in' }, title) : null),
        el('td', { class: 'figure' }, opener(number(mentions), mentions, `cited#${key}`, this.open(name, () => mentionsOf('citations', rows())))),
        el('td', { class: 'figure' }, opener(number(documents), documents, `citing#${key}`, this.open(name, citing))),
        el('td', {}, this.held(key, name)));
    };
    const headings = el('tr', {}, ['cited_document', 'mentions', 'documents_short', 'in_archive'].map((word, i) => el('th', { scope: 'col', class: i === 1 || i === 2 ? 'figure' : null }, t(word))));
    put('cited', cardHead(t('cited'), null), el('table', {}, el('thead', {}, headings), el('tbody', {}, shown.map(line))), more);
  }

  /** Whether the archive holds a cited document; what it holds can be opened. */
  held(key, name) {
    const { in_archive, document } = this.archive.cited;
    if (!in_archive[key]) return el('span', { class: 'no' }, t('not_held'));
    if (document[key] < 0) return el('span', { class: 'yes' }, t('held'));
    return el('button', { type: 'button', class: 'link yes', onclick: this.open(name, () => [{ type: 'document', row: document[key] }]) }, t('held'));
  }

  findings() {
    const line = ({ code, severity, rows }) => {
      const name = named('finding.', code);
      const chosen = view.chosen.finding.has(code);
      const act = () => {
        toggle('finding', code);
        this.redraw();
      };
      const button = el('button', { type: 'button', class: 'link', 'aria-pressed': chosen, 'data-key': `finding:${code}`, onclick: act }, name);
      return el('tr', {}, el('th', { scope: 'row' }, button), el('td', {}, el('span', { class: `tag ${severity}` }, named('severity.', severity))),
        el('td', { class: 'figure' }, opener(number(rows.length), rows.length, `finding#${code}`, this.open(name, () => mentionsOf('findings', rows)))));
    };
    put('findings', cardHead(t('findings'), null), el('table', {}, el('tbody', {}, this.figures.findings().map(line))));
  }

  /** Files that somebody has to do something about: each group filters the rest, as far as the page holds records of it. */
  unread() {
    const { files } = this.archive;
    const groups = this.unreadGroups().filter(([word, items]) => items.length > 0 || view.chosen.unread.has(word));
    const all = files.failed + files.empty + files.skipped;
    const notes = [all > files.path.length ? t('listed_only', { shown: number(files.path.length), all: number(all) }) : null];
    // Who filters by province must not take these files for files of that province.
    if (hasFilters() && files.path.length > 0) notes.push(t('unread_unfiltered'));
    const note = notes.filter((said) => said).join(' ');
    put('unread', cardHead(t('unread'), note), groups.length === 0 ? el('p', { class: 'soft' }, t('unread_none')) : el('table', {}, el('tbody', {}, groups.map((group) => this.unreadLine(group)))));
  }

  /** What gave no text has no province, period or kind and stays whatever is filtered; what was recognized poorly has. */
  unreadGroups() {
    const { archive } = this;
    const { files } = archive;
    const rows = files.path.map((_, row) => row);
    const of = (word) => rows.filter((row) => unreadGroup(archive.text(files.status[row]), archive.text(files.code[row])) === word).map((row) => ({ type: 'file', row }));
    const { findings } = archive.tables;
    const isSuspect = (row) => archive.text(findings.code[row]) === 'ocr_suspect' && this.figures.passes(findings.owner[row], bitOf('unread'));
    const suspects = mentionsOf('findings', findings.code.map((_, row) => row).filter(isSuspect));
    return [['unread.failed', of('unread.failed')], ['unread.scan', of('unread.scan')], ['unread.suspect', suspects], ['unread.skipped', of('unread.skipped')]];
  }

  unreadLine([word, items]) {
    const act = () => {
      toggle('unread', word);
      this.redraw();
    };
    const chosen = view.chosen.unread.has(word);
    // Skipped files are no documents, and of failed ones the newest documents may hold none.
    const canFilter = this.values.unread.some((groups) => groups.includes(word));
    const name = canFilter ? el('button', { type: 'button', class: 'link', 'aria-pressed': chosen, 'data-key': `unread:${word}`, onclick: act }, t(word)) : t(word);
    return el('tr', {}, el('th', { scope: 'row' }, name), el('td', { class: 'figure' }, opener(number(items.length), items.length, word, this.open(t(word), () => items))));
  }
}

const byValue = (a, b) => b.value - a.value || a.key.localeCompare(b.key);

/** Quarters without a document stand there too, so that distances are true. */
function withGaps(rows) {
  if (rows.length === 0) return rows;
  const of = new Map(rows.map((row) => [row.key, row]));
  const number = (key) => Number(key.slice(0, 4)) * 4 + Number(key.slice(6)) - 1;
  const all = [];
  for (let n = number(rows[0].key); n <= number(rows[rows.length - 1].key); n++) {
    const key = `${String(Math.floor(n / 4)).padStart(4, '0')}-Q${(n % 4) + 1}`;
    all.push(of.get(key) ?? { key, name: quarterName(key), value: 0, shown: '', small: '', full: '' });
  }
  return all;
}
