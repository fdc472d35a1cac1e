/* Where are the documents from? A tile for each province, before and after the reform of 1 July 2025. */

const TILE = { width: 64, height: 47, gap: 3 };
const SHADES = 5;
const layouts = block('layouts');

function tileMap(groups, open, redraw) {
  const { tiles, islands } = layouts[view.layout];
  const of = new Map(groups.map((group) => [group.key, group]));
  const most = Math.max(1, ...groups.filter((group) => group.key !== '').map((group) => group.value));
  const [columns, rows] = [7, Math.max(...tiles.map((tile) => tile.row)) + 1];
  const [width, height] = [columns * (TILE.width + TILE.gap), rows * (TILE.height + TILE.gap)];
  const drawn = tiles.map((tile) => provinceTile(tile, of.get(tile.id), most, open, redraw));
  const attributes = { class: 'tiles', role: 'group', 'aria-label': t('map_label'), viewBox: `0 0 ${width} ${height}` };
  return svg('svg', attributes, drawn, islands.map(island));
}

function corner(tile) {
  return { x: tile.column * (TILE.width + TILE.gap), y: tile.row * (TILE.height + TILE.gap) };
}

function provinceTile(tile, group, most, open, redraw) {
  const { x, y } = corner(tile);
  const value = group ? group.value : 0;
  // Roots, so that one large province does not make all others pale.
  const shade = value > 0 ? Math.max(1, Math.ceil(Math.sqrt(value / most) * SHADES)) : 0;
  const chosen = view.chosen.province.has(tile.id);
  const name = provinceName(tile.id, view.layout);
  const act = () => {
    toggle('province', tile.id);
    redraw();
  };
  const full = drawnFigure(value, true);
  const pressed = { class: `tile shade-${shade}${chosen ? ' chosen' : ''}`, 'aria-pressed': chosen, 'data-key': `province:${tile.id}` };
  const middle = x + TILE.width / 2;
  return [
    svg('g', pressable({ ...pressed, 'aria-label': `${t('filter_by', { what: name })}: ${full}` }, act),
      svg('title', {}, `${name}: ${full}`),
      svg('rect', { x, y, width: TILE.width, height: TILE.height, rx: 5 }),
      tile.lines.filter((line) => line !== '').map((line, i) => svg('text', { x: middle, y: y + 13 + i * 12, 'text-anchor': 'middle' }, line))),
    value === 0 ? null : tileNumber(tile, group, { middle, y, shade, name, full, open }),
  ];
}

function tileNumber(tile, group, { middle, y, shade, name, full, open }) {
  const label = { 'aria-label': t('mentions_of', { n: `${name}: ${full}` }), 'data-key': `province#${tile.id}`, 'data-value': group.value };
  const attributes = { class: `number on-${shade}`, x: middle, y: y + TILE.height - 6, 'text-anchor': 'middle', ...label };
  return svg('text', pressable(attributes, () => open(group)), drawnFigure(group.value, false, true));
}

/** Hoàng Sa and Trường Sa, with the province that each belongs to. */
function island(tile) {
  const { x, y } = corner(tile);
  const name = tile.lines.join(' ');
  const label = t('island', { name, province: provinceName(tile.of, view.layout) });
  const dots = [[14, 10], [26, 6], [36, 12], [48, 8], [22, 16], [42, 18]];
  return svg('g', { class: 'island', role: 'img', 'aria-label': label }, svg('title', {}, label),
    svg('rect', { x, y, width: TILE.width, height: TILE.height, rx: 5 }),
    dots.map(([dx, dy]) => svg('circle', { cx: x + dx, cy: y + dy, r: 1.8 })),
    svg('text', { x: x + TILE.width / 2, y: y + 31, 'text-anchor': 'middle' }, name),
    svg('text', { class: 'of', x: x + TILE.width / 2, y: y + 42, 'text-anchor': 'middle' }, provinceName(tile.of, view.layout)));
}

/** A number of documents, or a figure of the measure that is drawn. */
function drawnFigure(value, isFull, isSmall = false) {
  if (view.measure === null) return isFull ? `${number(value)} ${t('measure_documents')}` : number(value);
  if (isFull) return exactFigure(value, view.measure);
  return isSmall ? compact(value) : figure(value, view.measure);
}

/** A figure that fits a tile: 12,5 tr. */
function compact(value) {
  const unit = [['short_thousand_billion', 1e12], ['short_billion', 1e9], ['short_million', 1e6]].find(([, size]) => Math.abs(value) >= size);
  return unit ? t(unit[0], { n: decimal(value / unit[1], 1) }) : number(value);
}
