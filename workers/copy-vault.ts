// A vault copied into another that has the same keys: rows with their versions and times, origins, secrets.
import type { Vault, VaultItem } from '../events/vault.ts'

const rowsPerPage = 500

async function* pagesOf(vault: Pick<Vault, 'page'>) {
  for (let from: number | undefined = 0; from !== undefined; ) {
    const { rows, mark }: Awaited<ReturnType<Vault['page']>> = await vault.page(from, rowsPerPage)
    yield rows
    from = mark
  }
}

const copySecrets = async (source: Vault, target: Vault): Promise<number> => {
  const names = await source.secretNames('')
  for (const name of new Set([...names, ...(await target.secretNames(''))])) {
    const secret = await source.secret(name)
    if (secret !== (await target.secret(name))) await target.keepSecret(name, secret)
  }
  return names.length
}

/**
 * Afterwards `target` holds what `source` does and nothing else, also where an earlier copy left more. Nothing may be written to either
 * meanwhile. Holds the place of every row in memory (about 100 bytes each).
 * @param now milliseconds since 1970
 * @param onCopied how many rows it has come to
 */
export const copyVault = async (
  source: Vault,
  target: Vault,
  now: number,
  onCopied: (rows: number) => void,
): Promise<{ readonly texts: number; readonly secrets: number }> => {
  const origins = await source.origins()
  const sources = new Map(origins.map((origin) => [origin.channel, origin.source]))
  const placeOf = ({ ref, version }: Pick<VaultItem, 'ref' | 'version'>) => `${ref} ${version}`
  const places = new Set<string>()
  await target.noteOrigins(origins)
  for await (const rows of pagesOf(source)) {
    const items = rows.map((row): VaultItem => ({ ...row, source: sources.get(row.channel) ?? '' }))
    const answers = await target.put(items)
    await target.rechecked(items.filter((_, i) => answers[i] === 'already'))
    for (const row of rows) places.add(placeOf(row))
    onCopied(places.size)
  }
  for await (const rows of pagesOf(target)) await target.discard(rows.filter((row) => !places.has(placeOf(row))))
  await target.sweep(now)
  return { texts: places.size, secrets: await copySecrets(source, target) }
}
