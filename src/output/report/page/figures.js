/* What do the documents that pass the filters add up to? */

const LEFT_OUT = ['copy', 'draft', 'part', 'example', 'quoted', 'repeat', 'target', 'baseline', 'cumulative', 'rate', 'other_grain'];
const OTHER_GRAIN = LEFT_OUT.indexOf('other_grain');
const ADDED = 255;

/** Why each count is not added up, the first reason that holds: told once, since no filter changes it. */
function tellReasons(archive) {
  const { counts } = archive.tables;
  const roles = new Map(LEFT_OUT.map((reason, i) => [archive.index(reason), i]));
  const rate = LEFT_OUT.indexOf('rate');
  counts.reason = Uint8Array.from(counts.role, (role, row) => {
    if (counts.in_totals[row]) return ADDED;
    if (archive.isCopy(counts.owner[row])) return LEFT_OUT.indexOf('copy');
    if (archive.documents.draft[counts.owner[row]]) return LEFT_OUT.indexOf('draft');
    return roles.get(role) ?? rate;
  });
}

/** The sum of one measure. */
class Total {
  constructor(measure) {
    Object.assign(this, { measure, value: 0, most: 0, rows: [], documents: 0, estimates: 0, last: -1 });
    /** Rows by reason. */
    this.leftOut = LEFT_OUT.map(() => []);
  }

  add(archive, document, row) {
    const { counts } = archive.tables;
    this.value += counts.value[row];
    this.most += counts.max[row] ?? counts.value[row];
    this.rows.push(row);
    if (this.last !== document) this.documents += 1;
    this.last = document;
    if (archive.text(counts.modifier[row]) !== 'exact') this.estimates += 1;
  }

  /** The reasons that there are, with their rows. */
  reasons() {
    return LEFT_OUT.map((reason, i) => [reason, this.leftOut[i]]).filter(([, rows]) => rows.length > 0);
  }
}

/** One reading of the archive with the filters of now. */
class Figures {
  constructor(archive, values) {
    this.archive = archive;
    this.values = values;
    this.fails = failing(archive, values);
    this.grain = archive.index(view.grain);
    this.measure = view.measure === null ? null : archive.index(view.measure);
  }

  /** Whether a document passes all filters but those of one part of the page. */
  passes(document, except = 0) {
    return (this.fails[document] & ~except) === 0;
  }

  /** The documents that map, charts and lists count: read, and no copies. */
  *counted(except) {
    for (let document = 0; document < this.archive.size; document++) {
      if (this.passes(document, except) && this.archive.isRead(document) && !this.archive.isCopy(document)) yield document;
    }
  }

  /** The rows of the chosen measure that are added up in a document. */
  addedRows(document) {
    const { counts } = this.archive.tables;
    if (!sameGrain(this.archive, document, this.grain)) return [];
    return rowsOf(counts, document).filter((row) => counts.in_totals[row] && counts.measure[row] === this.measure);
  }

  /** By each value of a dimension: the sum of the chosen measure, or how many documents; and what is behind it. */
  by(dimension) {
    const groups = new Map();
    const { counts } = this.archive.tables;
    for (const document of this.counted(bitOf(dimension))) {
      const rows = this.measure === null ? null : this.addedRows(document);
      const value = rows === null ? 1 : rows.reduce((sum, row) => sum + counts.value[row], 0);
      for (const key of this.values.of(dimension, document)) {
        const group = groups.get(key) ?? { key, value: 0, documents: [], rows: [] };
        group.value += value;
        group.documents.push(document);
        if (rows !== null) group.rows.push(...rows);
        groups.set(key, group);
      }
    }
    return [...groups.values()];
  }

  /** What is behind a group's number. */
  behind(group) {
    return this.measure === null ? group.documents.map((row) => ({ type: 'document', row })) : mentionsOf('counts', group.rows);
  }

  /** Totals of every measure, and what they leave out. */
  totals() {
    const { counts } = this.archive.tables;
    const totals = new Map();
    for (let document = 0; document < this.archive.size; document++) {
      if (!this.passes(document, MEASURE)) continue;
      const isSame = sameGrain(this.archive, document, this.grain);
      for (let row = counts.first[document]; row < counts.first[document + 1]; row++) {
        const measure = counts.measure[row];
        if (!totals.has(measure)) totals.set(measure, new Total(this.archive.text(measure)));
        const reason = counts.reason[row];
        if (reason === ADDED && isSame) totals.get(measure).add(this.archive, document, row);
        else totals.get(measure).leftOut[reason === ADDED ? OTHER_GRAIN : reason].push(row);
      }
    }
    const order = head.names.measures.map((measure) => measure.id);
    const place = (id) => (order.indexOf(id) + order.length + 1) % (order.length + 1);
    return [...totals.values()].sort((a, b) => place(a.measure) - place(b.measure));
  }

  /** Cited documents, the most cited first: key, mentions, documents. */
  mostCited() {
    const { citations } = this.archive.tables;
    const [mentions, citing] = [new Int32Array(this.archive.cited.kind.length), new Int32Array(this.archive.cited.kind.length)];
    const last = new Int32Array(mentions.length).fill(-1);
    for (const document of this.counted(bitOf('cited'))) {
      for (let row = citations.first[document]; row < citations.first[document + 1]; row++) {
        const key = citations.cited[row];
        if (key < 0) continue;
        mentions[key] += 1;
        if (last[key] !== document) citing[key] += 1;
        last[key] = document;
      }
    }
    const keys = Array.from(mentions.keys()).filter((key) => mentions[key] > 0);
    keys.sort((a, b) => mentions[b] - mentions[a] || citing[b] - citing[a] || a - b);
    return keys.map((key) => ({ key, mentions: mentions[key], documents: citing[key] }));
  }

  /** The rows that cite a document. */
  citing(key) {
    const { citations } = this.archive.tables;
    return [...this.counted(bitOf('cited'))].flatMap((document) => rowsOf(citations, document).filter((row) => citations.cited[row] === key));
  }

  /** Findings by code, those to look after first. Copies have theirs too. */
  findings() {
    const { findings } = this.archive.tables;
    const codes = new Map();
    for (let document = 0; document < this.archive.size; document++) {
      if (!this.passes(document, bitOf('finding'))) continue;
      for (const row of rowsOf(findings, document)) {
        const [code, severity] = [this.archive.text(findings.code[row]), this.archive.text(findings.severity[row])];
        if (!codes.has(code)) codes.set(code, { code, severity, rows: [] });
        codes.get(code).rows.push(row);
      }
    }
    const weight = (finding) => (finding.severity === 'warning' ? 0 : 1);
    return [...codes.values()].sort((a, b) => weight(a) - weight(b) || b.rows.length - a.rows.length || a.code.localeCompare(b.code));
  }

  /** Every document that passes, whatever became of it. */
  documents() {
    const all = [];
    for (let document = 0; document < this.archive.size; document++) if (this.passes(document)) all.push(document);
    return all;
  }
}

/** The length of period that most figures are of; plans for years and texts without one only where there is nothing else. */
function usualGrain(archive) {
  const numbers = grainNumbers(archive);
  const regular = GRAINS.slice(0, GRAINS.indexOf('range'));
  const most = (grains) => grains.reduce((a, b) => ((numbers.get(b) ?? 0) > (numbers.get(a) ?? 0) ? b : a), 'quarter');
  return numbers.has(most(regular)) ? most(regular) : most(GRAINS);
}

const GRAINS = ['week', 'month', 'quarter', 'half', 'nine_months', 'year', 'range', ''];

/** By length of period: how many figures may be added up. */
function grainNumbers(archive) {
  const { counts } = archive.tables;
  const numbers = new Map();
  for (let row = 0; row < counts.value.length; row++) {
    if (!counts.in_totals[row]) continue;
    const grain = archive.of('grain', counts.owner[row]);
    numbers.set(grain, (numbers.get(grain) ?? 0) + 1);
  }
  return numbers;
}

const mentionsOf = (type, rows) => rows.map((row) => ({ type, row }));
