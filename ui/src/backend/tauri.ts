import { invoke } from '@tauri-apps/api/core'
import { listen } from '@tauri-apps/api/event'
import type { First } from './bindings'
import type { Backend } from './types'

/** What `src-tauri/src/document.rs` put into the document; empty where it could not wait for the core. */
const brought = document.getElementById('first')?.textContent

/** The core behind Tauri. The only file that knows it. */
export const tauri: Backend = {
  first: brought ? (JSON.parse(brought) as First) : null,
  call: (command, ...args) => invoke(command, args[0]),
  listen: (event, heard) => listen(event, ({ payload }) => heard(payload as Parameters<typeof heard>[0])),
}
