'use strict';
// Sorts, filters and pages the list, and opens files that are not yet in the page. Everything here works on what the page holds:
// nothing is loaded. Without this script the page shows the first candidates and their files as they were written.
(() => {
  const byId = (id) => document.getElementById(id);
  const index = JSON.parse(byId('index').textContent);
  const PAGE = 100;
  const PRINTED = 2000; // rows put on paper at most
  const [ORDINAL, ANCHOR, NAME, BORN, UNIT, STANDING, SEVERITY, RULES, PROBABILITY, ID] = Array(10).keys();
  const number = new Intl.NumberFormat(index.lang);
  const fill = (text, values) => text.replace(/\{(\w)\}/g, (_, key) => values[key]);
  // Search without marks: "nguyen van tuan" finds "Nguyễn Văn Tuấn".
  const fold = (text) => text.normalize('NFD').replace(/\p{M}/gu, '').replace(/[đĐ]/g, 'd').toLowerCase();

  const table = byId('people');
  const body = table.tBodies[0];
  const controls = { q: byId('q'), standing: byId('f-standing'), severity: byId('f-severity'), rule: byId('f-rule'), unit: byId('f-unit') };
  let order = { key: ORDINAL, sign: 1 };
  let page = 0;
  let found = index.rows;
  let folded = null; // made at the first search: opening the page need not wait for it

  const element = (name, text, attributes = {}) => {
    const made = document.createElement(name);
    made.textContent = text;
    for (const key in attributes) made.setAttribute(key, attributes[key]);
    return made;
  };

  const line = (row) => {
    const tr = document.createElement('tr');
    const [code, standing] = index.standings[row[STANDING]];
    const name = element('th', '', { scope: 'row' });
    name.append(element('a', row[NAME], { href: '#c-' + row[ANCHOR] }), element('small', row[ID]));
    const chip = document.createElement('td');
    chip.append(element('span', standing, { class: 'chip ' + code }));
    tr.append(element('td', number.format(row[ORDINAL]), { class: 'n' }), name, element('td', row[BORN][0]), element('td', index.units[row[UNIT]]), chip,
      element('td', index.severities[row[SEVERITY]] || ''), element('td', row[RULES].map((rule) => index.rules[rule]).join(', ')),
      element('td', row[PROBABILITY], { class: 'n' }));
    return tr;
  };

  const show = (first, count) => body.replaceChildren(...found.slice(first, first + count).map(line));

  const draw = () => {
    const pages = Math.max(1, Math.ceil(found.length / PAGE));
    page = Math.min(page, pages - 1);
    show(page * PAGE, PAGE);
    byId('found').textContent = fill(index.words.found, { n: number.format(found.length) });
    byId('page').textContent = fill(index.words.page, { p: number.format(page + 1), q: number.format(pages) });
    byId('pager').hidden = pages === 1;
    byId('prev').disabled = page === 0;
    byId('next').disabled = page === pages - 1;
  };

  const sortable = {
    [NAME]: (row) => { const parts = fold(row[NAME]).split(' '); return parts[parts.length - 1] + ' ' + parts.join(' '); }, // by given name, as rosters are
    [BORN]: (row) => row[BORN][1],
    [UNIT]: (row) => index.units[row[UNIT]],
    [RULES]: (row) => row[RULES].map((rule) => index.rules[rule]).join(' '),
    [PROBABILITY]: (row) => (row[PROBABILITY] === '' ? -1 : parseFloat(row[PROBABILITY].replace(/[^\d,.]/g, '').replace(',', '.'))),
  };

  const choose = () => {
    const words = fold(controls.q.value).split(/\s+/).filter(Boolean);
    if (words.length && !folded) folded = index.rows.map((row) => fold(row[NAME] + ' ' + row[ID] + ' ' + index.units[row[UNIT]]));
    const picked = (control, value) => control.value === '' || Number(control.value) === value;
    found = index.rows.filter((row) => picked(controls.standing, row[STANDING]) && picked(controls.severity, row[SEVERITY]) && picked(controls.unit, row[UNIT])
      && (controls.rule.value === '' || row[RULES].includes(Number(controls.rule.value)))
      && words.every((word) => folded[row[ORDINAL] - 1].includes(word)));
    if (order.key !== ORDINAL || order.sign < 0) {
      const value = sortable[order.key] || ((row) => row[order.key]);
      const compare = (a, b) => (typeof a[0] === 'string' ? a[0].localeCompare(b[0], index.lang) : a[0] - b[0]);
      found = found.map((row) => [value(row), row]).sort((a, b) => order.sign * compare(a, b) || a[1][ORDINAL] - b[1][ORDINAL]).map((pair) => pair[1]);
    }
    page = 0;
    draw();
  };

  const options = (select, names) => {
    const seen = names.map((name, value) => [name, value]).filter(([name]) => name);
    for (const [name, value] of seen) select.append(element('option', name, { value }));
  };

  // Files in the page and files deflated beside it.
  const place = new Map(index.rows.map((row) => [String(row[ANCHOR]), row[ORDINAL] - 1]));
  const inflate = async (chunk) => {
    const bytes = Uint8Array.from(atob(byId('chunk' + chunk).textContent), (c) => c.charCodeAt(0));
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate-raw'));
    return (await new Response(stream).text()).split(index.separator);
  };
  const open = async (anchor) => {
    let section = byId('c-' + anchor);
    const at = place.get(anchor);
    if (!section && at !== undefined) {
      const holder = byId('dossiers');
      if (typeof DecompressionStream === 'undefined') {
        section = element('p', index.words.old, { class: 'warn', tabindex: '-1' });
      } else {
        byId('found').textContent = index.words.loading;
        const files = await inflate(Math.floor((at - index.static) / index.chunk));
        byId('found').textContent = fill(index.words.found, { n: number.format(found.length) });
        const template = document.createElement('template');
        template.innerHTML = files[(at - index.static) % index.chunk];
        section = byId('c-' + anchor) || template.content.firstElementChild;
      }
      if (!section.isConnected) holder.prepend(section);
    }
    if (section) { section.scrollIntoView(); section.focus({ preventScroll: true }); }
  };
  const follow = () => { const match = /^#c-(\d+)$/.exec(location.hash); if (match) open(match[1]); };

  const header = (th) => {
    const key = Number(th.dataset.key);
    // Not a <button>: browsers leave those out of a table head that is repeated on each printed page.
    const button = element('span', th.textContent, { role: 'button', tabindex: '0', class: 'sort' });
    th.replaceChildren(button);
    const sort = () => {
      order = { key, sign: order.key === key ? -order.sign : 1 };
      for (const other of table.tHead.rows[0].cells) other.removeAttribute('aria-sort');
      th.setAttribute('aria-sort', order.sign > 0 ? 'ascending' : 'descending');
      choose();
    };
    button.addEventListener('click', sort);
    button.addEventListener('keydown', (event) => { if (event.key === 'Enter' || event.key === ' ') { event.preventDefault(); sort(); } });
  };

  const themes = ['', 'light', 'dark'];
  let theme = 0;
  const paint = () => {
    if (theme) document.documentElement.dataset.theme = themes[theme]; else delete document.documentElement.dataset.theme;
    byId('theme').textContent = index.words.theme[theme];
  };

  [...table.tHead.rows[0].cells].forEach(header);
  options(controls.standing, index.standings.map((standing) => standing[1]));
  options(controls.severity, index.severities);
  options(controls.rule, index.rules);
  options(controls.unit, index.units.slice(0, 2000));
  let waiting;
  controls.q.addEventListener('input', () => { clearTimeout(waiting); waiting = setTimeout(choose, 120); });
  for (const control of [controls.standing, controls.severity, controls.rule, controls.unit]) control.addEventListener('change', choose);
  byId('filters').addEventListener('submit', (event) => event.preventDefault());
  byId('filters').addEventListener('reset', () => setTimeout(choose));
  byId('prev').addEventListener('click', () => { page -= 1; draw(); });
  byId('next').addEventListener('click', () => { page += 1; draw(); });
  byId('theme').addEventListener('click', () => { theme = (theme + 1) % 3; paint(); });
  byId('print').addEventListener('click', () => window.print());
  document.addEventListener('click', (event) => {
    const link = event.target.closest && event.target.closest('a[href^="#c-"]');
    // The same file again: the address does not change, so no hashchange comes.
    if (link && link.hash === location.hash) { event.preventDefault(); follow(); }
  });
  document.addEventListener('keydown', (event) => {
    if (event.key === '/' && !/^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName)) { event.preventDefault(); controls.q.focus(); }
  });
  window.addEventListener('hashchange', follow);
  window.addEventListener('beforeprint', () => show(0, PRINTED));
  window.addEventListener('afterprint', draw);
  for (const id of ['filters', 'theme', 'print']) byId(id).hidden = false;
  table.classList.add('live');
  paint();
  draw();
  follow();
})();
