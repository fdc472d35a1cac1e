/* Which documents are there? A table to search, sort and leaf through. */

const ROWS = 25;

class DocumentTable {
  constructor(archive, redraw) {
    Object.assign(this, { archive, redraw });
    this.forget();
    const { counts, citations, findings } = archive.tables;
    const size = (table) => (document) => table.first[document + 1] - table.first[document];
    const of = (column) => (document) => archive.of(column, document);
    this.columns = [
      { id: 'date', value: of('date'), show: (d) => dayName(archive.of('date', d)) },
      { id: 'code', value: of('code') },
      { id: 'kind', value: (d) => kindName(archive.of('kind', d)) },
      { id: 'document_title', value: (d) => archive.titleOf(d) },
      { id: 'issuer', value: of('issuer') },
      { id: 'province', value: (d) => this.province(d) },
      { id: 'counts', value: size(counts), type: 'counts' },
      { id: 'citations', value: size(citations), type: 'citations' },
      { id: 'findings_number', value: size(findings), type: 'findings' },
    ];
  }

  /** Names are of a language, and so is their order. */
  forget() {
    this.haystacks = null;
    this.orders = new Map();
  }

  province(document) {
    const id = this.archive.of(view.layout === '34' ? 'current_province' : 'province', document);
    return id === '' ? '' : provinceName(id, view.layout);
  }

  /** What a search looks through, folded once. */
  haystack(document) {
    if (this.haystacks === null) this.haystacks = new Array(this.archive.size);
    if (this.haystacks[document] === undefined) {
      const { archive } = this;
      const said = ['path', 'title', 'code', 'issuer', 'date'].map((column) => archive.of(column, document));
      const provinces = [provinceName(archive.of('province', document), '63'), provinceName(archive.of('current_province', document), '34')];
      this.haystacks[document] = folded([...said, kindName(archive.of('kind', document)), ...provinces].join('\n'));
    }
    return this.haystacks[document];
  }

  /** The documents that pass the filters and the search, in order. */
  rows(figures) {
    const query = view.search.trim();
    const found = figures.documents().filter((document) => query === '' || holdsWords(this.haystack(document), query));
    const order = this.order(this.columns.find((column) => column.id === view.sort.by));
    const way = view.sort.down ? -1 : 1;
    // What says nothing comes last, whichever way.
    return found.sort((a, b) => (order[a] < 0) - (order[b] < 0) || way * (order[a] - order[b]) || a - b);
  }

  /** The place of every document in a column's order, told once; -1 where it says nothing. */
  order(column) {
    const id = column.id === 'province' ? `province ${view.layout}` : column.id;
    if (!this.orders.has(id)) {
      const values = Array.from({ length: this.archive.size }, (_, document) => column.value(document));
      const compare = new Intl.Collator('vi', { numeric: true }).compare;
      const sorted = unique(values.filter((value) => value !== '')).sort((a, b) => (typeof a === 'number' ? a - b : compare(a, b)));
      const places = new Map(sorted.map((value, place) => [value, place]));
      this.orders.set(id, Int32Array.from(values, (value) => places.get(value) ?? -1));
    }
    return this.orders.get(id);
  }

  /** The frame stays while a reader types; only the rows are drawn anew. */
  draw(figures) {
    this.figures = figures;
    const hint = { id: 'search', type: 'search', value: view.search, placeholder: t('search_hint'), autocomplete: 'off', spellcheck: 'false' };
    const search = (event) => {
      view.search = event.target.value;
      view.page = 0;
      this.drawRows();
    };
    const field = el('label', { class: 'search' }, el('span', {}, t('search')), el('input', { ...hint, 'data-key': 'search', oninput: search }));
    put('documents', cardHead(t('documents'), null, field), el('div', { id: 'rows' }));
    this.drawRows();
  }

  drawRows() {
    const all = this.rows(this.figures);
    const from = view.page * ROWS;
    const page = all.slice(from, from + ROWS);
    const table = el('table', { class: 'documents' }, el('thead', {}, el('tr', {}, this.columns.map((column) => this.heading(column)))), el('tbody', {}, page.map((document) => this.line(document))));
    put('rows', table, this.pager(all.length, from, page.length));
  }

  heading(column) {
    const isSorted = view.sort.by === column.id;
    const sort = () => {
      view.sort = { by: column.id, down: isSorted ? !view.sort.down : column.type !== undefined || column.id === 'date' };
      view.page = 0;
      keepingFocus(() => this.drawRows());
    };
    const arrow = isSorted ? (view.sort.down ? ' ▼' : ' ▲') : '';
    const button = el('button', { type: 'button', class: 'link', 'aria-label': t('sort_by', { what: t(column.id) }), 'data-key': `sort:${column.id}`, onclick: sort }, t(column.id), el('span', { 'aria-hidden': 'true' }, arrow));
    return el('th', { scope: 'col', class: column.type ? 'figure' : null, 'aria-sort': isSorted ? (view.sort.down ? 'descending' : 'ascending') : null }, button);
  }

  line(document) {
    return el('tr', { 'data-path': this.archive.of('path', document) }, this.columns.map((column) => this.cell(column, document)));
  }

  cell(column, document) {
    const label = { 'data-label': t(column.id) };
    const value = column.value(document);
    if (column.type) {
      const items = mentionsOf(column.type, rowsOf(this.archive.tables[column.type], document));
      const open = () => openMentions(this.archive, this.archive.titleOf(document), items);
      return el('td', { class: 'figure', ...label }, value === 0 ? '0' : opener(number(value), value, `${column.id}@${document}`, open));
    }
    if (column.id !== 'document_title') return el('td', label, column.show ? column.show(document) : value);
    const open = () => openMentions(this.archive, value, [{ type: 'document', row: document }]);
    const title = el('button', { type: 'button', class: 'link', 'data-key': `document:${document}`, onclick: open }, value);
    return el('td', { class: 'title', ...label }, title, documentTags(this.archive, document), el('span', { class: 'where' }, this.archive.of('path', document)));
  }

  pager(all, from, shown) {
    const leaf = (word, id, step, can) => {
      const act = () => {
        view.page += step;
        keepingFocus(() => this.drawRows());
      };
      return el('button', { type: 'button', class: 'plain', id, 'data-key': id, disabled: !can, onclick: act }, t(word));
    };
    const said = all === 0 ? t('nothing_here') : t('rows', { from: number(from + 1), to: number(from + shown), all: number(all) });
    return el('div', { class: 'pager' }, el('span', { role: 'status', 'data-value': all, id: 'found' }, said), leaf('previous', 'previous', -1, from > 0), leaf('next', 'next', 1, from + shown < all));
  }
}
