// The frame after the first one: what was laid out is on the screen.
requestAnimationFrame(() => {
  requestAnimationFrame(() => {
    window.__TAURI_INTERNALS__.invoke('painted')
  })
})
