import type { Stores } from '../state'
import { toProblem } from '../state/problem'

export async function pickFolder({ backend, toasts }: Stores): Promise<string | null> {
  try {
    return await backend.call('app_pick_folder')
  } catch (reason) {
    toasts.complain(toProblem(reason))
    return null
  }
}

/** Asks for a folder with Go in it and looks with that. */
export async function chooseToolchain(stores: Stores): Promise<void> {
  const goroot = await pickFolder(stores)
  if (goroot === null) return
  if (!(await stores.environment.look({ goroot })) && stores.environment.lookProblem) {
    stores.toasts.complain(stores.environment.lookProblem)
  }
}

/** Asks for a folder and looks from there. Answers whether a person chose one that can be looked from. */
export async function chooseDirectory(stores: Stores): Promise<boolean> {
  const directory = await pickFolder(stores)
  return directory !== null && (await stores.environment.look({ directory }))
}

/** Asks for a folder and looks for toolchains in it from now on. */
export async function addFolder(stores: Stores): Promise<void> {
  const folder = await pickFolder(stores)
  if (folder === null) return
  stores.navigation.showSdks()
  const problem = await stores.toolchains.addFolder(folder)
  if (problem) stores.toasts.complain(problem)
}
