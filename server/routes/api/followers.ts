// Followers by mail: how many a story has, and an address taken out of all of them.
import { z } from 'zod'
import { mailAddress } from '../../../events/receiver-entry.ts'
import { followersByStory } from '../../../projections/followers.ts'
import { operation } from './operation.ts'

const count = z.int().min(0)

export const followerOperations = [
  operation({
    id: 'listFollowers',
    method: 'get',
    path: '/followers',
    summary: 'How many follow each story by mail',
    access: 'admin',
    answers: {
      200: {
        description: 'Of stories that have any',
        schema: z.object({
          followers: z.array(
            z.object({ story: z.string(), confirmed: count, unconfirmed: count }).meta({ id: 'Followers' }),
          ),
        }),
      },
    },
    run: ({ readModel }) => ({ json: { followers: followersByStory(readModel) } }),
  }),
  operation({
    id: 'eraseFollower',
    method: 'post',
    path: '/followers/erase',
    summary: 'Delete an address that follows stories',
    description: 'It follows nothing any more, and is kept nowhere.',
    access: 'admin',
    body: z.strictObject({ address: mailAddress }).meta({ id: 'FollowerErasure' }),
    answers: {
      200: {
        description: 'Done; 0 where it followed none',
        schema: z.object({ stories: count }).meta({ id: 'ErasedFollower' }),
      },
    },
    run: async ({ following }, { body }) => ({ json: { stories: await following.eraseAddress(body.address) } }),
  }),
]
