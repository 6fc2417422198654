import axe from 'axe-core'

/** What breaks a rule: everything but colours, which need a layout and are looked at in a browser. */
export async function violations(): Promise<string[]> {
  const { violations: found } = await axe.run(document.body, {
    rules: { 'color-contrast': { enabled: false } },
  })
  return found.map((v) => `${v.id}: ${v.nodes.map((n) => n.html).join(' ')}`)
}
