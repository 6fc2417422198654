import { screen } from '@testing-library/svelte'
import { expect, test } from 'vitest'
import { openWindow } from './window'

test('of a file with a thousand names only the rows near the screen are drawn', async () => {
  const { user, fake } = await openWindow()
  fake.world.text = Array.from({ length: 1000 }, (_, i) => `X${String(i)}=1\n`).join('')
  fake.outside({ GOBIN: '/x' })
  await user.keyboard('{Control>}2{/Control}')
  const rows = await screen.findAllByRole('option')
  expect(rows.length).toBeGreaterThan(20)
  expect(rows.length).toBeLessThan(120)
  expect(rows[0]).toHaveAttribute('aria-setsize', '1045')
})
