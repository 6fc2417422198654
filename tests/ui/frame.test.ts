import { render, screen } from '@testing-library/svelte'
import { expect, test } from 'vitest'
import App from '../../ui/src/App.svelte'

test('the window has a heading', () => {
  render(App)
  expect(screen.getByRole('heading', { level: 1 })).toBeVisible()
})
