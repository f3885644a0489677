// The rasteriser itself: a PNG of the right size, the same to the byte, and a shape for every character that may be written.
import assert from 'node:assert/strict'
import { drawableCharacters } from '../../views/drawable.ts'
import { previewOf } from '../../views/preview.ts'
import { hostile } from '../hostile-words.ts'
import { backlash, cooling, givenPhases, lively, normal } from '../views/given-phases.ts'

type Rasteriser = typeof import('../../server/rasterise.ts')

describe('the rasteriser', () => {
  let rasteriser: Rasteriser
  before(async () => {
    rasteriser = await import('../../server/rasterise.ts')
  })
  const given = { ...lively, changes: [normal, backlash] }
  const drawn = async (facts: Parameters<typeof previewOf>[0]) =>
    Buffer.from(await rasteriser.rasterised(previewOf(facts)))

  const sizeOf = (png: Buffer) => {
    assert.equal(png.subarray(0, 16).toString('latin1'), '\x89PNG\r\n\x1a\n\0\0\0\rIHDR')
    return [png.readUInt32BE(16), png.readUInt32BE(20)]
  }

  it('draws 1200 × 630 px, the same to the byte each time, and another phase in other bytes', async () => {
    const png = await drawn(givenPhases(given))
    assert.deepEqual(sizeOf(png), [1200, 630])
    assert.ok(png.length < 150_000, `${png.length} bytes`)
    assert.deepEqual(await drawn(givenPhases(given)), png)
    assert.notDeepEqual(
      await drawn(givenPhases({ ...given, statements: [], changes: [normal, backlash, cooling] })),
      png,
    )
  })

  it('draws a story whatever its title and company hold', async () => {
    for (const words of [hostile, '\u{1F600} 日本語 \u202eabc', 'W'.repeat(500), '\ud800\0', '']) {
      const png = await drawn(givenPhases({ ...given, title: words, company: words }))
      assert.deepEqual(sizeOf(png), [1200, 630], words)
    }
  })

  it('has a shape for every character that may be written, in both weights', async () => {
    for (const fontWeight of [400, 700]) {
      const style = { fontFamily: 'Inter', fontSize: 24, fontWeight }
      const pixelsOf = async (text: string) =>
        Buffer.from(
          await rasteriser.renderer.render({ type: 'text', text, style }, { width: 40, height: 40, format: 'raw' }),
        )
      const [nothing, missing] = [await pixelsOf(' '), await pixelsOf('\u4e2d')]
      assert.notDeepEqual(missing, nothing)
      const without: string[] = []
      for (const letter of drawableCharacters) {
        const pixels = await pixelsOf(letter)
        if (pixels.equals(missing) || (pixels.equals(nothing) && letter.trim() !== '')) without.push(letter)
      }
      assert.deepEqual(without, [])
    }
  })
})
