// What a command of the command line is, and what it is given.
import type { Readable, Writable } from 'node:stream'
import type { EventLog } from '../events/event-log.ts'
import type { SendMail } from '../events/mail.ts'
import type { Vault } from '../events/vault.ts'
import type { WebFetch } from '../events/web.ts'
import type { ReadModel } from '../projections/read-model.ts'
import type { HistoryFiles } from '../server/history-task.ts'
import type { Settings } from '../settings.ts'
import type { Ports } from '../workers/ports.ts'

/** A server that runs on the data folder, reached with the key of its run. */
export type RunningServer = {
  readonly url: string
  /** `path` from the root, such as `/api/v1/stories`. @throws Problem with the server's own words when it refuses */
  readonly fetch: (path: string, init?: RequestInit) => Promise<Response>
}

/** The data folder opened by this process; `folder` is its path. */
type OpenFolder = Ports & {
  readonly folder: string
  readonly files: HistoryFiles
  readonly close: () => Promise<void>
}

export type OpenInMemory = Ports & { readonly close: () => Promise<void> }

/** Where a command was called: a process has one, and so has a test. */
export type Terminal = {
  readonly environment: { readonly [variable: string]: string | undefined }
  readonly stdin: Readable
  /** Data only. */
  readonly stdout: Writable
  readonly stderr: Writable & { readonly isTTY?: boolean; readonly columns?: number }
}

export type CommandContext = Terminal & {
  readonly settings: Settings
  readonly now: () => number
  /** Requests to servers outside, with the guards of every one of them. */
  readonly webFetch: WebFetch
  /** Absent where no mail server is set. */
  readonly sendMail?: SendMail | undefined
  /** `undefined` when no server runs on the data folder. */
  readonly connect: () => Promise<RunningServer | undefined>
  /** @throws Problem `conflict` when another process holds the folder */
  readonly openFolder: () => Promise<OpenFolder>
  /** What a data folder would hold, in memory: nothing of it stays. */
  readonly openInMemory: () => Promise<OpenInMemory>
  /** The data folder and a cluster. @param url of its KurrentDB @throws Problem `conflict` when another process holds the folder */
  readonly openCopyEnds: (direction: 'to' | 'from', url: string) => Promise<CopyEnds>
  /** Copies of the data folder, and one of them put in its place. */
  readonly backups: Backups
}

export type CopyEnd = {
  readonly log: EventLog
  readonly readModel: ReadModel
  readonly files: HistoryFiles
}
type CopyEnds = {
  readonly source: CopyEnd
  readonly target: CopyEnd
  /** Once the logs were found to fit; the erasures of both are then the same. */
  readonly openContent: () => Promise<{
    readonly source: Vault
    readonly target: Vault
    readonly erasures: number
    readonly close: () => Promise<void>
  }>
  readonly close: () => Promise<void>
}

type Backups = {
  /** While a server runs, too. @param to an empty or a new folder */
  readonly take: (to: string) => Promise<{ readonly at: string }>
  /** Nothing but `openRestored` opens the folder until `finish`. @throws Problem `invalid`, `conflict` */
  readonly putBack: (
    from: string,
    options: { readonly ledger?: string | undefined; readonly force?: boolean | undefined },
  ) => Promise<{ readonly at: string }>
  readonly openRestored: () => Promise<OpenFolder>
  readonly finish: () => Promise<void>
}

export type Command = {
  readonly name: string
  /** The words after the name, as `outcry help` prints them. */
  readonly usage: string
  readonly summary: string
  /** Answers the exit status: 0 done, 1 failed (said on stderr). @throws Problem `usage` → 2, others → 1 */
  readonly run: (args: readonly string[], context: CommandContext) => Promise<number>
}
