// Waits for an answer, and no longer than it is worth.

/** What `next` answers, unless that takes longer. */
export const within = async <T>(next: Promise<T>, waitMs: number): Promise<T | 'late'> => {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<'late'>((resolve) => {
    timer = setTimeout(resolve, waitMs, 'late')
  })
  try {
    return await Promise.race([next, late])
  } finally {
    clearTimeout(timer)
  }
}
