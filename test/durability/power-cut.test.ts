// Power cuts: the real server's writes and fsyncs are traced, and every disk that a cut could have left is opened and checked.
import assert from 'node:assert/strict'
import { existsSync, mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { remove, scratchFolder } from '../running.ts'
import { checkImage, type Faults, faultless } from './check-image.ts'
import { createDisk, cuts, writeImage } from './images.ts'
import { isLong, seeded } from './seeded.ts'
import { type Traced, tracedRun } from './traced-run.ts'
import { needStrace } from './under-strace.ts'

const seededRandom = seeded()
const { seed, random } = seededRandom

/** @param most how many images are checked, spread at random over all that there are */
const replay = async (from: string, { before, steps, said }: Traced, most: number): Promise<Faults> => {
  const faults = faultless()
  const disk = createDisk(before, random)
  const share = Math.min(1, most / (steps.length * cuts.length))
  const base = existsSync('/dev/shm') ? '/dev/shm' : tmpdir() // fsync costs nothing there
  let answered = 0
  for (const step of steps) {
    disk.step(step)
    if (step.kind === 'answer' && (step.status === 202 || step.status === 404)) answered++
    for (const cut of cuts) {
      if (random() >= share) continue
      const folder = mkdtempSync(path.join(base, 'outcry-image-'))
      try {
        const image = disk.image(cut)
        writeImage(image, from, folder)
        await checkImage(folder, image, said, answered, faults)
      } finally {
        remove(folder)
      }
    }
  }
  assert.equal(answered, said.length, 'every answer was found in the trace')
  return faults
}

describe('a power cut', function () {
  if (isLong) this.timeout(3_600_000)
  const folders: string[] = []
  const newFolder = () => {
    const folder = scratchFolder('power-cut')
    folders.push(folder)
    return folder
  }
  before(function () {
    needStrace(this)
  })
  after(() => folders.forEach(remove))

  it(`loses nothing that was acknowledged and brings nothing erased back (SEED=${seed})`, async () => {
    const folder = newFolder()
    const traced = await tracedRun(folder, isLong ? 120 : 40, seededRandom)
    const faults = await replay(folder, traced, isLong ? 20_000 : 320)
    console.log(`      ${traced.steps.length} steps, ${JSON.stringify(faults)}`)
    assert.ok(faults.images >= 200)
    assert.deepEqual(faults, { ...faultless(), images: faults.images })
  })

  it('loses acknowledged posts with synchronous = NORMAL: the control', async () => {
    const folder = newFolder()
    const traced = await tracedRun(folder, 15, seededRandom, path.join(import.meta.dirname, 'synchronous-normal.ts'))
    const faults = await replay(folder, traced, isLong ? 2_000 : 60)
    console.log(`      ${JSON.stringify(faults)}`)
    assert.ok(faults.lost + faults.cutOff > 0)
    assert.equal(faults.corrupt, 0)
  })
})
