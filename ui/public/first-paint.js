// Sets theme and language before the first paint, from what the last run left in localStorage. The settings that
// the core keeps are the truth and arrive a moment later; this only spares the eye a flash. No module, so that
// the parser waits for it.
;(function () {
  var kept = {}
  try {
    kept = JSON.parse(localStorage.getItem('burrow.first-paint')) || {}
  } catch {
    // No storage, or not ours: the system's theme is right then.
  }
  var dark =
    kept.theme === 'dark' || (kept.theme !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches)
  document.documentElement.dataset.theme = dark ? 'dark' : 'light'
  if (kept.language) document.documentElement.lang = kept.language
})()
