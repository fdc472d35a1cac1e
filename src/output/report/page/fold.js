'use strict';
/* When are two spellings one? Without case, tones and vowel marks: 'lang son' finds 'Lạng Sơn'. */

function folded(text) {
  return text.normalize('NFD').replace(/[\u0300-\u036f]/g, '').replace(/[đĐ]/g, 'd').toLowerCase();
}

/** Whether every word of a query stands in a folded text, in any order. */
function holdsWords(haystack, query) {
  return folded(query).split(/\s+/).every((word) => haystack.includes(word));
}
