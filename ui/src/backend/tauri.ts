import { invoke } from '@tauri-apps/api/core'
import { listen } from '@tauri-apps/api/event'
import type { Backend } from './types'

/** The core behind Tauri. The only file that knows it. */
export const tauri: Backend = {
  call: (command, ...args) => invoke(command, args[0]),
  listen: (event, heard) => listen(event, ({ payload }) => heard(payload as Parameters<typeof heard>[0])),
}
