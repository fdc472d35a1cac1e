/* How do numbers look side by side? Drawings with a table twin; every bar filters, every number opens its mentions. */

const ROW = 40;
const COLUMN = { height: 220, least: 17, top: 22, bottom: 40 };

/** Horizontal bars: `rows` of { key, name, value, shown, full, open }. */
function bars(width, rows, { name, dimension, redraw }) {
  const most = Math.max(1, ...rows.map((row) => row.value));
  const room = Math.max(60, width - 26 - 8 * Math.max(0, ...rows.map((row) => row.shown.length)));
  const drawn = rows.map((row, i) => {
    const y = i * ROW;
    const chosen = view.chosen[dimension].has(row.key);
    const act = () => {
      toggle(dimension, row.key);
      redraw();
    };
    const pressed = { class: `bar${chosen ? ' chosen' : ''}`, 'aria-pressed': chosen, 'data-key': `${dimension}:${row.key}` };
    return [
      svg('g', pressable({ ...pressed, 'aria-label': `${t('filter_by', { what: row.name })}: ${row.full}` }, act),
        svg('rect', { class: 'hit', x: 0, y, width, height: ROW }),
        svg('text', { class: 'label', x: 2, y: y + 15 }, row.name),
        svg('rect', { class: 'rail', x: 2, y: y + 21, width: room, height: 11, rx: 3 }),
        svg('rect', { class: 'fill', x: 2, y: y + 21, width: Math.max(2, (room * Math.max(0, row.value)) / most), height: 11, rx: 3 })),
      numberText(row, dimension, room + 10, y + 31, 'start'),
    ];
  });
  return svg('svg', { class: 'chart', role: 'group', 'aria-label': name, width, height: rows.length * ROW, viewBox: `0 0 ${width} ${rows.length * ROW}` }, drawn);
}

/** The number of a bar, which opens what is behind it. */
function numberText(row, dimension, x, y, anchor) {
  const label = { 'aria-label': t('mentions_of', { n: `${row.name}: ${row.full}` }), 'data-key': `${dimension}#${row.key}`, 'data-value': row.value };
  return svg('text', pressable({ class: 'number', x, y, 'text-anchor': anchor, ...label }, row.open), svg('title', {}, row.full), row.shown);
}

/** Upright bars in the order of time, as wide as there are many. */
function columns(width, rows, { name, redraw }) {
  const step = Math.max(COLUMN.least, Math.min(64, Math.floor(width / Math.max(1, rows.length))));
  const whole = Math.max(width, step * rows.length);
  const most = Math.max(1, ...rows.map((row) => row.value));
  const floor = COLUMN.height - COLUMN.bottom;
  const scale = (floor - COLUMN.top) / most;
  const drawn = rows.map((row, i) => column(row, { x: i * step, step, floor, tall: Math.max(0, row.value) * scale, redraw, first: i === 0 }));
  const line = svg('line', { class: 'axis', x1: 0, x2: whole, y1: floor + 0.5, y2: floor + 0.5 });
  return svg('svg', { class: 'chart', role: 'group', 'aria-label': name, width: whole, height: COLUMN.height, viewBox: `0 0 ${whole} ${COLUMN.height}` }, line, drawn);
}

function column(row, { x, step, floor, tall, redraw, first }) {
  const chosen = view.chosen.quarter.has(row.key);
  const act = () => {
    toggle('quarter', row.key);
    redraw();
  };
  const [year, q] = row.key.split('-Q');
  const middle = x + step / 2;
  const pressed = { class: `bar${chosen ? ' chosen' : ''}`, 'aria-pressed': chosen, 'data-key': `quarter:${row.key}` };
  const startsYear = first || q === '1';
  return [
    startsYear ? svg('line', { class: 'year', x1: x, x2: x, y1: COLUMN.top, y2: floor + 32 }) : null,
    startsYear ? svg('text', { class: 'year', x: x + 4, y: floor + 32 }, year) : null,
    row.value === 0 && !chosen ? null : svg('g', pressable({ ...pressed, 'aria-label': `${t('filter_by', { what: row.name })}: ${row.full}` }, act),
      svg('rect', { class: 'hit', x, y: 0, width: step, height: floor + 18 }),
      svg('rect', { class: 'fill', x: x + step * 0.14, y: floor - Math.max(2, tall), width: step * 0.72, height: Math.max(2, tall), rx: 2 }),
      step < 22 ? null : svg('text', { class: 'tick', x: middle, y: floor + 15, 'text-anchor': 'middle' }, t('quarter_short', { q }))),
    row.value === 0 ? null : numberText({ ...row, shown: row.small }, 'quarter', middle, floor - tall - 5, 'middle'),
  ];
}

/** The table twin of a drawing. */
function twin(id, heading, valueName, rows, { dimension, redraw }) {
  const line = (row) => {
    const chosen = view.chosen[dimension].has(row.key);
    const act = () => {
      toggle(dimension, row.key);
      redraw();
    };
    const button = el('button', { type: 'button', class: 'link', 'aria-pressed': chosen, 'data-key': `twin:${dimension}:${row.key}`, onclick: act }, row.name);
    return el('tr', {}, el('th', { scope: 'row' }, button), el('td', { class: 'figure' }, opener(row.full, row.value, `twin#${dimension}:${row.key}`, row.open)));
  };
  const heads = () => el('tr', {}, el('th', { scope: 'col' }, heading), el('th', { scope: 'col', class: 'figure' }, valueName));
  return detailed(`twin-${id}`, t('table_twin'), () => el('table', {}, el('thead', {}, heads()), el('tbody', {}, rows.map(line))));
}

const unrolled = new Set();

/** Something that opens below its name, and stays open when the page is drawn anew. It is made when it is opened. */
function detailed(id, name, content) {
  const isOpen = unrolled.has(id);
  const turned = (event) => {
    if (!event.target.open) unrolled.delete(id);
    else if (unrolled.add(id) && event.target.childElementCount === 1) event.target.append(content());
  };
  return el('details', { class: 'twin', open: isOpen, ontoggle: turned }, el('summary', { 'data-key': id }, name), isOpen ? content() : null);
}
