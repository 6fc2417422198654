import { render, screen } from '@testing-library/svelte'
import { expect, test } from 'vitest'
import App from '../../ui/src/App.svelte'
import { FakeBackend } from '../../ui/src/backend/fake'

test('the first line of the overview is the answer', async () => {
  render(App, { backend: new FakeBackend() })
  expect(await screen.findByRole('heading', { level: 1, name: 'Two things need a look' })).toBeVisible()
})
