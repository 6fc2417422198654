/** Puts an open list below its control, or above where there is more room, and keeps it inside the window. */
export function anchored(panel: HTMLElement, { to, end }: { to: HTMLElement | undefined; end: boolean }) {
  const gap = 4
  const margin = 8

  function lay() {
    if (!to) return
    const box = to.getBoundingClientRect()
    panel.style.minWidth = `${box.width}px`
    // Measured without the edge of the window pressing on it.
    panel.style.left = '0'
    const { offsetWidth: width, offsetHeight: height } = panel
    const left = end ? box.right - width : box.left
    panel.style.left = `${Math.max(margin, Math.min(left, window.innerWidth - width - margin))}px`
    const below = box.bottom + gap
    const fits = below + height <= window.innerHeight - margin || box.top < height + gap + margin
    panel.style.top = `${fits ? below : box.top - gap - height}px`
  }

  // Its content may come later than the panel.
  const grown = new ResizeObserver(lay)
  grown.observe(panel)
  lay()
  window.addEventListener('resize', lay)
  window.addEventListener('scroll', lay, true)
  return {
    update: lay,
    destroy() {
      grown.disconnect()
      window.removeEventListener('resize', lay)
      window.removeEventListener('scroll', lay, true)
    },
  }
}

/** Calls back when a person points outside of these. */
export function outside(
  panel: HTMLElement,
  { of, leave }: { of: HTMLElement | undefined; leave: () => void },
) {
  function down(event: Event) {
    const target = event.target as Node
    if (!panel.contains(target) && !of?.contains(target)) leave()
  }
  document.addEventListener('pointerdown', down, true)
  return { destroy: () => document.removeEventListener('pointerdown', down, true) }
}
