// Every job by name, with its data and how often it is tried; and the port of the queue that carries them.

/** Jobs carry refs, never content. Each is idempotent: it may run twice. */
export type Jobs = {
  'analyse-posts': { readonly refs: readonly string[] }
  'reanalyse-story': { readonly slug: string }
  'fit-calibration': { readonly slug: string }
  'find-phrases': Record<string, never>
  'declare-phase': { readonly slug: string }
  'expire-content': Record<string, never>
  'poll-channel': { readonly channel: string }
  'recheck-channel': { readonly channel: string }
  'end-access': Record<string, never>
}
export type JobName = keyof Jobs

/** How often each is tried, the wait before the second try (doubled each time), and how many run at once in one worker. */
export const jobPolicy = {
  'analyse-posts': { attempts: 5, backOffMs: 200, atOnce: 3 },
  'reanalyse-story': { attempts: 5, backOffMs: 1_000, atOnce: 1 },
  'fit-calibration': { attempts: 5, backOffMs: 1_000, atOnce: 1 },
  'find-phrases': { attempts: 2, backOffMs: 1_000, atOnce: 1 },
  'declare-phase': { attempts: 5, backOffMs: 1_000, atOnce: 1 },
  'expire-content': { attempts: 3, backOffMs: 5_000, atOnce: 1 },
  // When these are tried again is their own business.
  'poll-channel': { attempts: 1, backOffMs: 1_000, atOnce: 4 },
  'recheck-channel': { attempts: 1, backOffMs: 1_000, atOnce: 4 },
  'end-access': { attempts: 3, backOffMs: 5_000, atOnce: 1 },
} as const satisfies { [Name in JobName]: { attempts: number; backOffMs: number; atOnce: number } }
export const jobNames = Object.keys(jobPolicy) as JobName[]

/** At least once, in no promised order. Losing all of it loses only time: the log tells what is left to do. */
export type JobQueue = {
  readonly enqueue: <Name extends JobName>(name: Name, data: Jobs[Name]) => Promise<void>
  readonly work: <Name extends JobName>(name: Name, handle: (data: Jobs[Name]) => Promise<void>) => void
  readonly every: <Name extends JobName>(name: Name, intervalMs: number, data: Jobs[Name]) => void
  /** Takes no more, finishes what runs, at most 10 s. */
  readonly close: () => Promise<void>
}
