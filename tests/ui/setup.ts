import '@testing-library/jest-dom/vitest'
import { cleanup, configure } from '@testing-library/svelte'
import { afterEach, beforeEach } from 'vitest'
import { i18n } from '../../ui/src/i18n/index.svelte'
import { media } from './media'

// The first test of a file loads its page; a machine that is busy with a Rust build takes its time.
configure({ asyncUtilTimeout: 15_000 })

beforeEach(() => {
  media.install()
  // No layout here, so nothing can be scrolled to.
  Element.prototype.scrollIntoView = () => undefined
})

afterEach(() => {
  cleanup()
  i18n.language = 'en'
  localStorage.clear()
})
