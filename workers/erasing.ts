// How an installation erases posts: the flow of events/erase-posts.ts with its parts.
import { randomBytes } from 'node:crypto'
import { createErasePosts, type ErasePosts } from '../events/erase-posts.ts'
import type { Ports } from './ports.ts'

export const createErasing = ({ log, vault, ledger, pepper, now }: Omit<Ports, 'jobs' | 'readModel'>): ErasePosts =>
  createErasePosts({ log, vault, ledger, pepper, now, random: randomBytes })
