/* What is in the page's data blocks, and where does each document's part of it begin? */

function block(id) {
  return JSON.parse(document.getElementById(id).textContent);
}

/** A block that was deflated, as the value that it was. */
async function unpacked(id) {
  const packed = atob(block(id));
  const bytes = new Uint8Array(packed.length);
  for (let i = 0; i < packed.length; i++) bytes[i] = packed.charCodeAt(i);
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate-raw'));
  return JSON.parse(await new Response(stream).text());
}

/** Documents and mentions, ready to be counted. */
class Archive {
  constructor(core) {
    this.strings = core.strings;
    this.documents = core.documents;
    this.size = core.documents.path.length;
    this.all = core.all_documents;
    this.cited = core.cited;
    this.files = core.files;
    this.tables = {};
    for (const name of ['counts', 'citations', 'findings', 'topics']) this.tables[name] = placed(core[name], this.size);
  }

  /** A text of a column; '' for none. */
  text(index) {
    return index < 0 ? '' : this.strings[index];
  }

  /** What a document says of itself in one column. */
  of(column, document) {
    return this.text(this.documents[column][document]);
  }

  isRead(document) {
    return this.of('status', document) === 'ok';
  }

  isCopy(document) {
    return this.documents.copy[document] === 1;
  }

  /** The number that a string has in the columns; -2 where no row says it. */
  index(text) {
    const found = this.strings.indexOf(text);
    return found < 0 ? -2 : found;
  }

  titleOf(document) {
    return this.of('title', document) || t('no_title');
  }
}

/** Turns differences back into places; `first[d]` to `first[d + 1]` are the rows of document d. */
function placed(table, documents) {
  const { rows, line, start } = table.at;
  const first = new Int32Array(documents + 1);
  const owner = new Int32Array(line.length);
  let row = 0;
  for (let document = 0; document < documents; document++) {
    first[document] = row;
    let [atLine, atStart] = [0, 0];
    for (let left = rows[document]; left > 0; left--, row++) {
      owner[row] = document;
      line[row] = atLine += line[row];
      start[row] = atStart += start[row];
    }
  }
  first[documents] = row;
  return Object.assign(table, { first, owner, line, start, length: table.at.length, section: table.at.section });
}

const chunks = new Map();

/** The passages of a document: pairs of code points before it and text. */
async function passagesOf(document, aChunk) {
  const chunk = Math.floor(document / aChunk);
  if (!chunks.has(chunk)) chunks.set(chunk, unpacked(`passages-${chunk}`));
  return (await chunks.get(chunk))[document - chunk * aChunk];
}

/** Letters of a passage that are shown on either side of a mention: sentences that touch are one passage. */
const NEAR = 240;

/** The words around a mention in three parts, or null where they were not kept. */
function quoted(passages, start, length) {
  for (const [from, text] of passages) {
    const letters = Array.from(text);
    if (start < from || start >= from + letters.length) continue;
    const [first, end] = [start - from, start - from + length];
    const [left, right] = [Math.max(0, first - NEAR), Math.min(letters.length, end + NEAR)];
    const part = (a, b) => letters.slice(a, b).join('');
    return [(left > 0 ? '…' : '') + part(left, first), part(first, end), part(end, right) + (right < letters.length ? '…' : '')];
  }
  return null;
}
