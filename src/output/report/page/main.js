/* What happens first, and what when something is pressed? */

function sayWords() {
  document.documentElement.lang = language;
  document.title = t('title');
  for (const element of document.querySelectorAll('[data-word]')) element.textContent = t(element.dataset.word);
  for (const button of document.querySelectorAll('[data-language]')) button.setAttribute('aria-pressed', button.dataset.language === language);
}

/** How many documents, how new, and whether there are more than the page shows. */
function sayAbout(archive) {
  const dates = archive.documents.date.map((date) => archive.text(date)).filter((date) => date.length === 10);
  const newest = dates.reduce((a, b) => (a > b ? a : b), '');
  byId('about').textContent = t(newest ? 'about' : 'about_undated', { n: number(archive.all), date: dayName(newest) });
  const note = byId('note');
  note.hidden = archive.all === archive.size;
  note.removeAttribute('data-word');
  note.textContent = note.hidden ? '' : t('newest_only', { shown: number(archive.size), all: number(archive.all) });
  put('foot', el('h2', {}, t('counting')), el('p', {}, t('counting_text')), el('p', { class: 'soft' }, t('made_by', { version: head.version })));
}

function begin(archive) {
  tellReasons(archive);
  const values = new Values(archive);
  view.grain = usualGrain(archive);
  const redraw = () => keepingFocus(draw);
  const panels = new Panels(archive, values, redraw);
  const table = new DocumentTable(archive, redraw);
  function draw() {
    panels.draw();
    table.draw(panels.figures);
  }
  const speak = (event) => {
    language = event.currentTarget.dataset.language;
    table.forget();
    sayWords();
    sayAbout(archive);
    redraw();
  };
  document.querySelectorAll('[data-language]').forEach((button) => button.addEventListener('click', speak));
  byId('print').addEventListener('click', () => window.print());
  byId('panel').addEventListener('close', () => opened.splice(0));
  let width = window.innerWidth;
  window.addEventListener('resize', () => {
    // A phone's address bar changes the height alone.
    if (window.innerWidth !== width) {
      panels.widths.clear();
      redraw();
    }
    width = window.innerWidth;
  });
  sayAbout(archive);
  draw();
  document.body.dataset.ready = 'true';
  performance.mark('drawn');
}

sayWords();
if (typeof DecompressionStream === 'undefined') byId('note').textContent = t('too_old');
else unpacked('core').then((core) => begin(new Archive(core)));
