// How surprising it is that two samples have one rate: G², the log-likelihood ratio of Dunning.

/**
 * Dunning (1993), "Accurate methods for the statistics of surprise and coincidence": -2 log λ of one rate for both against one for each.
 * Whole numbers or not; 0 where the rates are equal. Beyond 15.1 by chance once in 10,000.
 */
export const logLikelihoodRatio = (in1: number, of1: number, in2: number, of2: number): number => {
  const rate = (in1 + in2) / (of1 + of2)
  const part = (observed: number, expected: number) => (observed > 0 ? observed * Math.log(observed / expected) : 0)
  const present = part(in1, of1 * rate) + part(in2, of2 * rate)
  return 2 * (present + part(of1 - in1, of1 * (1 - rate)) + part(of2 - in2, of2 * (1 - rate)))
}

/**
 * The same of two counts over so many hours each, Poisson rates: twice the sum of observed · log(observed / expected), where one rate for
 * both expects them. Gu, Ng, Tang and Schucany (2008), "Testing the ratio of two Poisson rates", the likelihood ratio.
 */
export const countRatio = (count1: number, hours1: number, count2: number, hours2: number): number => {
  const rate = (count1 + count2) / (hours1 + hours2)
  const part = (observed: number, expected: number) => (observed > 0 ? observed * Math.log(observed / expected) : 0)
  return 2 * (part(count1, hours1 * rate) + part(count2, hours2 * rate))
}
