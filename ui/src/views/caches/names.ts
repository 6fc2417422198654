import { projectName } from '../toolchains/names'
import type { Rows } from './rows'

/** The projects that need a version, as a person calls them. */
export function projectNames(rows: Rows, row: number): string[] {
  return rows.uses(row).flatMap((use) => {
    const place = rows.project(use)
    return place ? [projectName(place)] : []
  })
}
