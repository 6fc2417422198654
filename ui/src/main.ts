import './styles/tokens.css'
import './styles/base.css'
import './styles/controls.css'
import { mount } from 'svelte'
import App from './App.svelte'
import { tauri } from './backend/tauri'
import type { Backend } from './backend/types'

/** The core; in a browser (`npm run ui:dev`, `npm run ui:preview`) a fake one, which the built app does not hold. */
async function open(): Promise<void> {
  if ((import.meta.env.DEV || import.meta.env.MODE === 'fake') && !('__TAURI_INTERNALS__' in window)) {
    const { fakeFromAddress } = await import('./backend/fake')
    show(fakeFromAddress(location.search))
  } else {
    show(tauri)
  }
}

function show(backend: Backend): void {
  const target = document.getElementById('app')
  if (target) mount(App, { target, props: { backend } })
}

void open()
