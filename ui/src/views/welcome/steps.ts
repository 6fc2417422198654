import type { BuildView, ProxyView, Welcome } from '../../backend/bindings'
import { i18n } from '../../i18n/index.svelte'
import type { WelcomeStep } from '../../state/navigation.svelte'

/** Of each step what is true already, in a few words; null: something is to be done. */
export function answers(
  welcome: Welcome,
  way: ProxyView | null,
  build: BuildView | null,
): Record<WelcomeStep, string | null> {
  const named = welcome.folders.filter((f) => f.named)
  const network = welcome.networks.find((n) => n.inEffect)
  // Settings that are no profile's are as good where Go gets through.
  const own = !network && way?.way.state === 'works' ? i18n.t.welcome.own : null
  return {
    projects: named.length > 0 ? i18n.list(named.map((f) => f.place.display)) : null,
    go: welcome.go.remedies.length === 0 ? welcome.go.version : null,
    network: network?.badge?.tone === 'good' ? network.title : own,
    ready: build && !build.running && build.tone === 'good' ? build.sentence : null,
  }
}
