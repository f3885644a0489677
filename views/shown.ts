// Which of two states of a page is the newer one. Servers of a cluster lag differently: what is older than what is shown is passed over.

/** `version`: of the last event that is counted in it; `nowMs`: the clock by which it was made, milliseconds since 1970. */
type Shown = { readonly version: number; readonly nowMs: number }

export const isNews = (message: Shown, shown: Shown): boolean =>
  message.version > shown.version || (message.version === shown.version && message.nowMs > shown.nowMs)
