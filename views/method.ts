// What is counted, how, and where it ends: true statements about this version, with its numbers from the code.
import { fewestLabels } from '../analysis/calibration.ts'
import { fewestForAverage } from './chart.ts'
import { fewest } from './summary.ts'

export const methodView = (lanes: readonly string[]) => ({
  lanes: lanes.join(', '),
  fewest: String(fewest),
  fewestLabels: String(fewestLabels),
  fewestForAverage: String(fewestForAverage),
})
