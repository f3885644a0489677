// Words that carry feeling where people quarrel with a company about its product. Written by hand, beside the VADER lexicon.

const listed = (text: string): readonly string[] => text.trim().split(/\s+/)

/** Without apostrophes, as the reading folds them. */
export const negators = listed(`
  not no never cannot cant dont doesnt didnt wont wouldnt isnt arent wasnt werent havent hasnt hadnt couldnt shouldnt
  mustnt neednt aint nor neither without hardly barely scarcely rarely seldom nobody nothing none nowhere lacks lacking
  dint didn doesn wasn isn couldn wouldn stopped`)

export const intensifiers = listed(`
  very really so too absolutely completely totally utterly extremely incredibly insanely super highly deeply truly
  entirely fully quite such seriously literally freaking fucking effing damn bloody hella especially particularly
  ridiculously unbelievably amazingly awfully terribly much more most even ever`)

export const contrasts = listed('but however although though yet except unfortunately nevertheless nonetheless instead')

/** Neutral elsewhere; a complaint where a customer says it. */
export const complaints = listed(`
  refund refunds refunded chargeback cancel cancelled canceled canceling cancelling cancellation unsubscribe
  unsubscribed unsubscribing uninstall uninstalled uninstalling waiting waited wait hours broken breaks broke breaking
  crash crashes crashed crashing crashy downgrade downgraded forced forcing paywall paywalled paywalls removed removing
  ignored ignoring ignores again still delay delayed delays bug bugs buggy bugged glitch glitches glitchy laggy lag
  lags unusable unplayable unreadable unresponsive outage outages downtime down error errors fail fails failed failing
  failure fix fixes stuck freeze freezes froze freezing slow slower slowest sluggish bloated bloat bloatware overpriced
  pricing expensive pricey subscription subscriptions ads adverts microtransactions lootboxes monetization monetize
  greed greedy cash cashgrab grab lost losing lose missing disappeared gone deleted useless pointless worse worst
  regret switching leaving left quit quitting boycott lawsuit complaint complaints complain complaining hung hold
  holding disconnect disconnected disconnecting unanswered nobody clueless incompetent unprofessional rude excuse
  excuses apology apologies explain unacceptable disgrace mess messed joke clown clowns shady sketchy scam scammed
  scammers ripoff bait misleading misled lie lied lies lying liar liars deceptive dishonest backtrack backpedal
  betrayed betrayal sellout soulless predatory nickel dime shutdown shutting discontinued discontinuing
  killed killing kills ruin ruined ruining ruins destroyed destroying regression regressions deprecated dropped
  drops invasive spyware telemetry tracking spam spammy spamming nag nagging hate garbage trash junk crap shit shitty
  crappy hell nightmare waste wasted wasting why seriously stop enough sick tired fed cant wont doesnt didnt luggage
  bags lost stranded unhelpful overcharged charged charging charges fee fees hidden expired refused refusing refuses
  denied denies rejected blocked banned`)

/** What is said when a decision is taken back, or a thing simply works. */
export const praises = listed(`
  thanks thank thankyou thx thnx ty tysm finally listened listening listen fixed kudos props grateful appreciated
  appreciate appreciates appreciation bravo welldone congrats congratulations reversed reversal restored restoring
  reinstated reconsidered reconsidering apologised apologized transparent transparency responsive helpful resolved
  solved works working worked smooth smoother faster fastest quick quickly easy easier love loving loved awesome
  amazing great excellent fantastic wonderful brilliant superb perfect perfectly glad happy pleased impressed
  impressive improved improvement improvements solid polished slick sleek intuitive reliable recommend recommended
  recommending worth lgtm nice nicely cool respect legend legends heroes hero lifesaver bless blessed stoked hyped
  excited exciting pumped psyched yay woohoo woot hooray goat elegant neat clean handy useful masterpiece gem
  underrated addictive immersive stunning gorgeous beautiful polite courteous refreshing professional delighted
  delightful cheers best better win winning won wins enjoy enjoyed enjoying enjoyable fun`)

/** [valence, words]: -4..4 as in VADER, whose own words win. Everyday words of the last years, and of software. */
export const valences: readonly (readonly [number, readonly string[]])[] = [
  [
    -3,
    listed(`scammer scammers ripoff enshittification enshittified unplayable unusable abysmal appalling atrocious
    godawful dogshit bullshit clusterfuck shitshow fuckin motherfucker pathetic scumbag scum vile despicable
    disgraceful inexcusable unforgivable deplorable horrendous dreadful insufferable cancerous`),
  ],
  [
    -2,
    listed(`crappy buggy bugged glitchy laggy unacceptable overpriced ridiculous cashgrab paywall paywalled bloated
    bloatware spyware malware spam spammy broken crashes crashed crashing crash outage unresponsive incompetent
    incompetence clueless unprofessional unreliable misleading misled deceptive dishonest shady sketchy betrayal
    betrayed soulless predatory sellout greedy garbage trash junk ruins ruin unwatchable unreadable downgrade
    downgraded uninstall uninstalled uninstalling unsubscribed unsubscribing boycott boycotting backpedal wtf ffs smh
    ugh argh grr meh yikes cringe cringey sucky crapware disappoints nonsense clunky janky sluggish nauseating
    infuriating infuriated exasperating rubbish bollocks overcharged ignorant tacky mediocre lackluster lacklustre
    underwhelming subpar stranded mishandled mismanaged botched bricked bricks unethical hostile condescending
    arrogant tonedeaf gaslighting hypocrites clown clowns dumpster unhelpful flawed convoluted unintuitive horrid
    lousy crooks thieves extortion extortionate swindle worsened worsening degraded debacle fiasco travesty`),
  ],
  [
    -1,
    listed(`delay delayed delays waiting cancel cancelled canceled cancelling canceling refund slow slower lag lags
    freeze freezes freezing froze stuck missing lost fails failing failed failure failures bug bugs error errors glitch
    glitches expensive pricey confusing confused complicated ignored ignoring forced forcing removed nag nagging
    complaint complaints complain complaining down downtime rejected refused refuses expired deprecated regression
    regressions workaround incompatible inconsistent unclear unnecessary unnecessarily pointless leak leaks flaky hacky
    hung disconnect disconnected unable unsupported untested weird odd wrong incorrect incorrectly invalid awkward
    cumbersome tedious repetitive dated generic grindy grind shallow pita nitpick nope nah doubtful skeptical
    sceptical shutdown discontinued dropped invasive`),
  ],
  [
    1,
    listed(`works worked working fixed resolved solved improved improves improvement improvements faster easier
    smoother quick quickly useful handy neat clean cleaner simple simpler stable solid responsive reversed restored
    reinstated upgrade upgraded finally lgtm approved merged agreed agree yep yup yeah correct correctly decent ok okay
    fresh cheaper free discount`),
  ],
  [
    2,
    listed(`listened kudos props thx thnx ty tysm thankyou polished slick sleek intuitive reliable recommend
    recommended recommending impressed impressive lifesaver stoked hyped pumped psyched woohoo woot hooray yay elegant
    underrated immersive addictive refreshing courteous transparent goat legend legends gem wholesome congratz congrats
    grats welldone appreciated delicious yummy dope lit badass epic legit clutch banger blast
    flawless flawlessly seamless seamlessly snappy buttery crisp timeless nostalgic iconic heartwarming adorable cutest
    hilarious gg rad stellar topnotch spectacular`),
  ],
  [
    3,
    listed(`masterpiece phenomenal outstanding exceptional breathtaking mindblowing unbeatable stunning gorgeous
    magnificent superb bravo goosebumps perfection godsend`),
  ],
]

/** Emoji whose English name does not tell what people mean by them. */
export const emojiValences: Readonly<Record<string, number>> = {
  ...{
    '😂': 1.2,
    '🤣': 1.2,
    '😭': -1.2,
    '😍': 3,
    '🥰': 3,
    '😘': 2.5,
    '❤': 2.8,
    '💕': 2.8,
    '💖': 2.8,
    '😊': 2.3,
    '☺': 2.2,
  },
  ...{
    '👍': 2,
    '👎': -2,
    '👏': 1.8,
    '🙌': 2.2,
    '🙏': 1.5,
    '💪': 1.6,
    '🔥': 1.5,
    '🎉': 2.5,
    '🎊': 2.5,
    '✨': 1.6,
    '💯': 1.9,
  },
  ...{
    '😡': -3,
    '🤬': -3.2,
    '😠': -2.5,
    '🤮': -3,
    '🤢': -2.6,
    '💩': -2,
    '🖕': -3,
    '🙄': -1.8,
    '😒': -2,
    '😑': -1.4,
    '😐': -0.6,
  },
  ...{
    '🤦': -1.8,
    '😤': -1.6,
    '😩': -1.8,
    '😫': -1.9,
    '😢': -2,
    '😞': -2.2,
    '😔': -1.9,
    '☹': -2.2,
    '🙁': -1.8,
    '😕': -1.4,
  },
  ...{
    '😖': -1.9,
    '😣': -1.8,
    '😥': -1.3,
    '😓': -1.4,
    '😰': -1.6,
    '😱': -1,
    '💔': -2.6,
    '🤡': -2,
    '🗑': -1.6,
    '😎': 1.8,
  },
  ...{
    '🤩': 2.8,
    '😁': 1.8,
    '😀': 1.9,
    '😃': 2,
    '😄': 2,
    '😆': 1.8,
    '😉': 1.4,
    '😋': 1.9,
    '😜': 1.4,
    '😝': 1.3,
    '🤗': 2.2,
  },
  ...{
    '🤔': -0.4,
    '😏': 0.4,
    '😅': 0.4,
    '💙': 2.6,
    '💚': 2.6,
    '💛': 2.6,
    '💜': 2.6,
    '🖤': 1.8,
    '😻': 2.8,
    '👌': 1.8,
    '🥳': 2.6,
  },
  ...{
    '💀': -0.3,
    '🏆': 2,
    '⭐': 1.6,
    '🌟': 1.8,
    '😬': -1,
    '😷': -1.2,
    '🤒': -1.5,
    '😪': -1.2,
    '✅': 0.9,
    '❌': -1,
    '⚠': -0.8,
  },
}
