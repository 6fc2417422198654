import type { AskerId, Environment, LayerId, OriginId } from '../backend/bindings'
import { i18n } from '../i18n/index.svelte'

/** A layer's name on a rung; the process environment is called after whose it is. */
export function layerName(layer: LayerId, asker: AskerId): string {
  return layer === 'process' ? i18n.t.layers.process[asker] : i18n.t.layers[layer]
}

/** The short name of an origin, for a chip. */
export function originName(origin: OriginId, asker: AskerId): string {
  return origin === 'process' ? i18n.t.origins.process[asker] : i18n.t.origins[origin]
}

export function askerName(env: Environment | null, asker: AskerId): string {
  return i18n.t.context.askers[asker](env?.askers.find((a) => a.id === asker)?.shell ?? null)
}
