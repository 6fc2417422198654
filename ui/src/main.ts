import './styles/tokens.css'
import './styles/base.css'
import './styles/controls.css'
import { mount } from 'svelte'
import App from './App.svelte'
import type { Backend } from './backend/types'

/** The core; in a browser (`npm run ui:dev`, `npm run ui:preview`) a fake one. The built app holds only the first. */
async function backend(): Promise<Backend> {
  if ((import.meta.env.DEV || import.meta.env.MODE === 'fake') && !('__TAURI_INTERNALS__' in window)) {
    const { fakeFromAddress } = await import('./backend/fake')
    return fakeFromAddress(location.search)
  }
  const { tauri } = await import('./backend/tauri')
  return tauri
}

const target = document.getElementById('app')
if (target) {
  mount(App, { target, props: { backend: await backend() } })
}
