import type { Commands, Events, First, Problem } from './bindings'

type Args<K extends keyof Commands> =
  Commands[K]['args'] extends Record<string, never> ? [] : [args: Commands[K]['args']]

/** The world outside the window: the core behind Tauri, or a fake. A call rejects with a `Problem` and nothing else. */
export interface Backend {
  /** What is known before anything was asked. */
  readonly first: First | null
  call<K extends keyof Commands>(command: K, ...args: Args<K>): Promise<Commands[K]['answer']>
  /** Calls back for every event until the returned function is called. */
  listen<K extends keyof Events>(event: K, heard: (payload: Events[K]) => void): Promise<() => void>
}

/** Whether a rejection is one that the core meant for a person to read. */
export function isProblem(reason: unknown): reason is Problem {
  return typeof reason === 'object' && reason !== null && 'code' in reason && 'message' in reason
}
