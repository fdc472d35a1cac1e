/* Which mentions are behind a number, and where in which file do they stand? */

const A_PAGE = 50;
const opened = [];

/** Opens the list behind a number, on top of the lists that are open. */
function openMentions(archive, title, items) {
  opened.push({ title, items, shown: A_PAGE });
  drawPanel(archive);
  if (!byId('panel').open) byId('panel').showModal();
  byId('panel').querySelector('h2').focus();
}

function closePanel() {
  opened.length = 0;
  byId('panel').close();
}

function back(archive) {
  opened.pop();
  drawPanel(archive);
  byId('panel').querySelector('h2').focus();
}

function drawPanel(archive) {
  const list = opened[opened.length - 1];
  const items = list.items.slice(0, list.shown).map((item) => mention(archive, item));
  const left = list.items.length - list.shown;
  const more = () => {
    list.shown += A_PAGE * 4;
    drawPanel(archive);
  };
  const button = (word, id, act) => el('button', { type: 'button', class: 'plain', id, onclick: act }, t(word));
  put(
    'panel',
    el('header', {},
      el('h2', { id: 'panel-title', tabindex: -1 }, list.title, ' ', el('span', { class: 'soft' }, `(${number(list.items.length)})`)),
      el('div', { class: 'tools' }, opened.length > 1 ? button('back', 'panel-back', () => back(archive)) : null, button('close', 'panel-close', closePanel))),
    items.length > 0 ? el('ol', { class: 'mentions' }, items) : el('p', {}, t('nothing_here')),
    left > 0 ? el('button', { type: 'button', class: 'plain more', onclick: more }, t('more', { n: number(left) })) : null,
  );
}

/** One mention, closed; its sentence is fetched when it is opened. */
function mention(archive, item) {
  if (item.type === 'file') return fileItem(archive, item.row);
  const place = item.type === 'document' ? { document: item.row } : placeOf(archive, item);
  const body = el('div', { class: 'body' });
  const open = (event) => {
    if (event.target.open && body.childElementCount === 0) showBody(archive, item, place, body);
  };
  const where = place.line === undefined ? archive.of('path', place.document) : t('line_of', { path: archive.of('path', place.document), line: number(place.line) });
  const summary = el('summary', {}, el('span', { class: 'what' }, SUMMARIES[item.type](archive, item.row)),
    el('span', { class: 'in' }, item.type === 'document' ? null : archive.titleOf(place.document)),
    el('span', { class: 'where' }, where));
  return el('li', {}, el('details', { ontoggle: open }, summary, body));
}

function placeOf(archive, { type, row }) {
  const table = archive.tables[type];
  const section = archive.text(table.section[row]);
  return { document: table.owner[row], line: table.line[row], start: table.start[row], length: table.length[row], section };
}

const tag = (word) => (word ? el('span', { class: 'tag' }, word) : null);

/** What a mention says, by its kind. */
const SUMMARIES = {
  counts(archive, row) {
    const { counts } = archive.tables;
    const measure = archive.text(counts.measure[row]);
    const range = counts.max[row] === null ? '' : ` – ${exactFigure(counts.max[row], measure)}`;
    const of = counts.of[row] === null ? '' : ` ${t('of_all', { n: exactFigure(counts.of[row], measure) })}`;
    const per = archive.text(counts.per[row]);
    const modifier = t(`modifier.${archive.text(counts.modifier[row])}`);
    const value = `${modifier} ${exactFigure(counts.value[row], measure)}${range}${of}`.trim();
    return [el('strong', {}, value), ' ', measureName(measure), per ? ` ${t(`per.${per}`)}` : '', tag(named('role.', archive.text(counts.role[row])))];
  },
  citations(archive, row) {
    const { citations } = archive.tables;
    const cited = citations.cited[row];
    return [el('strong', {}, cited < 0 ? t('unnamed') : citedName(archive, cited)), tag(named('cites.', archive.text(citations.role[row])))];
  },
  findings(archive, row) {
    const { findings } = archive.tables;
    const code = archive.text(findings.code[row]);
    return [el('strong', {}, named('finding.', code)), tag(named('severity.', archive.text(findings.severity[row]))), el('span', { class: 'said' }, archive.text(findings.message[row]))];
  },
  topics(archive, row) {
    return [el('strong', {}, topicName(archive.text(archive.tables.topics.topic[row]))), tag(t('topics'))];
  },
  document(archive, document) {
    const said = [archive.of('code', document), dayName(archive.of('date', document))].filter((part) => part !== '').join(', ');
    return [el('strong', {}, archive.titleOf(document)), said ? el('span', { class: 'in' }, said) : null, documentTags(archive, document)];
  },
};

function documentTags(archive, document) {
  const status = archive.of('status', document);
  const tags = [archive.documents.draft[document] ? t('draft') : '', archive.isCopy(document) ? t('copy') : '', status === 'ok' ? '' : t(`status.${status}`)];
  return tags.map(tag);
}

/** 'Nghị định 15/2020/NĐ-CP, 03/02/2020' or the name of a law. */
function citedName(archive, cited) {
  const of = (column) => archive.text(archive.cited[column][cited]);
  const name = of('code') || of('title');
  return [`${kindName(of('kind'))} ${name}`, dayName(of('date'))].filter((part) => part !== '').join(', ');
}

/** The sentence with the mention in it, and where that is; of a document, all its mentions. */
async function showBody(archive, item, place, body) {
  const facts = [[t('file'), archive.of('path', place.document)]];
  if (item.type !== 'document') {
    facts.push([t('line'), number(place.line)], [t('part'), named('section.', place.section)]);
    body.append(sentence(await passagesOf(place.document, head.documents_a_chunk), place));
  }
  const of = (column) => archive.of(column, place.document);
  facts.push([t('code'), of('code')], [t('date'), dayName(of('date'))], [t('issuer'), of('issuer')]);
  const list = facts.filter(([, said]) => said !== '').map(([name, said]) => [el('dt', {}, name), el('dd', {}, said)]);
  body.append(el('dl', {}, list), allOf(archive, place.document));
}

function sentence(passages, place) {
  const parts = quoted(passages, place.start, place.length);
  if (parts === null) return el('p', { class: 'soft' }, t('no_sentence'));
  const [before, said, after] = parts;
  return el('blockquote', { lang: 'vi' }, before, el('mark', {}, said), after);
}

function allOf(archive, document) {
  const items = ['counts', 'citations', 'findings', 'topics'].flatMap((type) => mentionsOf(type, rowsOf(archive.tables[type], document)));
  const open = () => openMentions(archive, archive.titleOf(document), items);
  return el('button', { type: 'button', class: 'plain', onclick: open }, `${t('all_of_document')} (${number(items.length)})`);
}

function fileItem(archive, row) {
  const { path, status, code, message } = archive.files;
  const said = [archive.text(code[row]), archive.text(message[row])].filter((part) => part !== '').join(': ');
  return el('li', { class: 'file' }, el('strong', {}, archive.text(path[row])), tag(t(`status.${archive.text(status[row])}`)), el('span', { class: 'said' }, said));
}
