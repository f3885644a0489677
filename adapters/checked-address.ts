// Which address an outgoing request may connect to: decided on every answer of the look-up, before any connection.
import type { LookupAddress } from 'node:dns'
import { BlockList, isIP } from 'node:net'
import { Problem } from '../events/problem.ts'

// IANA special-purpose registries: nothing that is not the public internet. Mapped ::ffff: addresses are caught by the v4 rows.
const blockedV4 =
  '0.0.0.0/8 10.0.0.0/8 100.64.0.0/10 127.0.0.0/8 169.254.0.0/16 172.16.0.0/12 192.0.0.0/24 192.0.2.0/24 192.88.99.0/24 192.168.0.0/16 198.18.0.0/15 198.51.100.0/24 203.0.113.0/24 224.0.0.0/4 240.0.0.0/4'
const blockedV6 =
  '::/96 ::ffff:0:0:0/96 64:ff9b::/96 64:ff9b:1::/48 100::/64 2001::/23 2001:db8::/32 2002::/16 fc00::/7 fe80::/10 ff00::/8'

const blocked = new BlockList()
for (const [list, family] of [
  [blockedV4, 'ipv4'],
  [blockedV6, 'ipv6'],
] as const)
  for (const subnet of list.split(' ')) {
    const [net = '', bits] = subnet.split('/')
    blocked.addSubnet(net, Number(bits), family)
  }

/** What is no address at all is blocked too. */
export const isBlocked = (address: string): boolean => {
  const family = isIP(address)
  return family === 0 || blocked.check(address, family === 4 ? 'ipv4' : 'ipv6')
}

const webPorts = ['80', '443']

export type Resolve = (host: string) => Promise<readonly LookupAddress[]>

/** Host without brackets, port as text. */
export type Place = { readonly host: string; readonly port: string }

const refuse = (words: string): never => {
  throw new Problem('forbidden', words)
}

/** @throws Problem `forbidden`: no http(s), a user in it, or a port other than 80 and 443 */
const placeOf = (url: URL, isAllowed: (place: string) => boolean): Place & { readonly allowed: boolean } => {
  const { protocol, username, password } = url
  if (protocol !== 'http:' && protocol !== 'https:')
    refuse(`reaching ${protocol}: only http and https addresses are read`)
  if (username !== '' || password !== '') refuse(`reaching ${url.host}: the address holds a user name; take it out`)
  const hostname = url.hostname.replace(/\.$/, '')
  const port = url.port || (protocol === 'https:' ? '443' : '80')
  const allowed = isAllowed(`${hostname}:${port}`)
  if (!allowed && !webPorts.includes(port))
    refuse(`reaching ${hostname}:${port}: only ports 80 and 443 are reached; OUTCRY_ALLOW_HOSTS names others`)
  return { host: hostname.replace(/^\[|\]$/g, ''), port, allowed }
}

/**
 * The addresses that one connection may take, all of them checked: what is asked later may be answered otherwise.
 * @param isAllowed of `host:port`: named by the operator, whatever its address is
 * @throws Problem `forbidden`; what `resolve` throws
 */
export const checkedAddresses = async (
  url: URL,
  isAllowed: (place: string) => boolean,
  resolve: Resolve,
): Promise<Place & { readonly allowed: boolean; readonly addresses: readonly LookupAddress[] }> => {
  const place = placeOf(url, isAllowed)
  const { host, allowed } = place
  const literal = isIP(host)
  const addresses = literal === 0 ? await resolve(host) : [{ address: host, family: literal }]
  if (!allowed && addresses.some(({ address }) => isBlocked(address)))
    refuse(`reaching ${host}: its address is private or reserved; OUTCRY_ALLOW_HOSTS=${host}:${place.port} allows it`)
  return { ...place, addresses }
}
