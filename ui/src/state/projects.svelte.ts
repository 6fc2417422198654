import type {
  BuildView,
  Job,
  Place,
  Problem,
  ProjectDetail,
  Projects,
  TeamDraft,
  TeamView,
  WarmView,
} from '../backend/bindings'
import type { Backend } from '../backend/types'
import { Fetched, FetchedInTurn } from './fetched.svelte'
import { problemOf, toProblem } from './problem'

/** One project that is on the screen: all that is known of it, its download and its build. */
export class ProjectStore {
  /** `ProjectRow.folder.file` */
  readonly project: string
  readonly detail: Fetched<ProjectDetail>
  readonly warm: Fetched<WarmView | null>
  readonly build: Fetched<BuildView | null>
  readonly team: Fetched<TeamView | null>

  constructor(backend: Backend, project: string) {
    this.project = project
    this.detail = new FetchedInTurn(() => backend.call('project_detail', { project }))
    this.warm = new FetchedInTurn(() => backend.call('project_warm_view', { project }))
    this.build = new FetchedInTurn(() => backend.call('project_build_view', { project }))
    this.team = new FetchedInTurn(() => backend.call('project_team', { project }))
  }

  async load(): Promise<void> {
    await Promise.all([this.detail.load(), this.warm.load(), this.build.load(), this.team.load()])
  }
}

/** The person's projects: looked for only once somebody wants to see them, from then on kept up to date. */
export class ProjectsStore extends FetchedInTurn<Projects> {
  /** The one whose detail is on the screen. */
  open = $state.raw<ProjectStore | null>(null)

  readonly #backend: Backend
  #wanted = false

  constructor(backend: Backend) {
    super(() => backend.call('project_list'))
    this.#backend = backend
  }

  want(): void {
    if (this.#wanted) return
    this.#wanted = true
    void this.load()
  }

  async reload(): Promise<void> {
    if (this.#wanted) await Promise.all([this.load(), this.open?.load()])
  }

  /** Shows one project, or none. */
  show(project: string | null): void {
    if (project === (this.open?.project ?? null)) return
    this.open = project === null ? null : new ProjectStore(this.#backend, project)
    void this.open?.load()
  }

  /** Looks in one more folder. Answers why that is not possible. */
  add(folder: string): Promise<Problem | null> {
    return this.#change(() => this.#backend.call('project_add', { folder }))
  }

  remove(folder: string): Promise<Problem | null> {
    return this.#change(() => this.#backend.call('project_remove', { folder }))
  }

  /** Has go download what it needs. */
  warm(project: string): Promise<Job | Problem> {
    return this.#job(() => this.#backend.call('project_warm', { project }))
  }

  build(project: string): Promise<Job | Problem> {
    return this.#job(() => this.#backend.call('project_build', { project }))
  }

  /** Keeps the profile of a team's file that was followed. Without it the settings are what they should be. */
  async keepTeam(project: string): Promise<void> {
    try {
      await this.#backend.call('project_team_keep', { project })
    } catch {
      // It can be kept from the file at any time.
    }
    await this.open?.team.load()
  }

  draftTeam(project: string): Promise<TeamDraft> {
    return this.#backend.call('project_team_draft', { project })
  }

  writeTeam(draft: TeamDraft): Promise<Place> {
    return this.#backend.call('project_team_write', { draft: draft.id })
  }

  async #job(start: () => Promise<Job>): Promise<Job | Problem> {
    try {
      return await start()
    } catch (reason) {
      return toProblem(reason)
    }
  }

  #change(change: () => Promise<Projects>): Promise<Problem | null> {
    return problemOf(async () => {
      await this.follow(Promise.resolve(await change()))
      this.#wanted = true
    })
  }
}
