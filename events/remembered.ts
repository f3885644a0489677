// A function that answers a second time what it answered the first time.

/** For as long as it is held; `undefined` is an answer too. */
export const remembered = <Asked, Answer>(ask: (asked: Asked) => Answer): ((asked: Asked) => Answer) => {
  const answers = new Map<Asked, Answer>()
  return (asked) => {
    const known = answers.get(asked)
    if (known !== undefined || answers.has(asked)) return known as Answer
    const answer = ask(asked)
    answers.set(asked, answer)
    return answer
  }
}
