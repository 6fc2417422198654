// Which cases the generated tests draw.

/**
 * A test judges a change, so it has the same cases before and after it. `BURROW_SEED` names others; with `new` they are
 * drawn, as in the nightly run, and this is null.
 */
export const seed = process.env.BURROW_SEED === 'new' ? null : process.env.BURROW_SEED || '1121'
