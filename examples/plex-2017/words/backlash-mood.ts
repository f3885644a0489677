// The backlash, voice by voice: anger, the explainer that backfires, sarcasm.
import { lines } from '../grammar.ts'

export const backlashMood = {
  anger: lines(`
    This is {awful}[.|, Plex.|, and I rarely post here.]
    I am {feel}, and I have defended this company {since}.
    Trust takes years to build and one mail on a Friday to destroy.
    Sending this on a Friday afternoon tells you they knew it was bad.
    What a {awful-thing} way to treat people who run your software at home.
    Whoever approved this should read the thread and be ashamed.
    I feel betrayed[, honestly|, and I hate how dramatic that sounds|. There, I said it].
    Dishonest, arrogant, tone deaf. Pick any two.
    The community built this thing up and gets kicked for it.
    Not angry about data as such. Angry about being told that my no does not count.
    It is insulting to be called a valued user in the same mail that removes my choice.
    My server was the one place without tracking, and they ruined it.
    Worst decision since [the forced sign-in|they dropped the old apps|the plugin mess].
    Hugely disappointed. {family} asked why I was swearing at a mail.
    They broke something good for no reason that helps us.
    You lost me, and you lost the {3-14} people who use my server.
    Never thought I would write an angry post about a media server, yet here we are.
    No warning, no poll, no discussion. Bad form.
    I do not care how you dress it up, spying is spying.
    It makes me {feeling} that the people who did nothing wrong get treated like a resource.
    The tone of that mail is {awful}.
    Shame on you for hiding this behind "improving the experience".
    If I wanted to be watched while watching, I would have kept cable.
    A local server that reports home is a failure of the whole idea.
    We are not stupid. Stop talking to us as if we were.
    Another good product wrecked by greed.
    I am tired of fighting software that I paid for.
    Disgraceful, and I do not use that word lightly.
    Somewhere there is a slide that says "expected backlash: low". Wrong.
    Every single reply in this thread says no. Is anyone reading?
    I refuse to accept it, and I refuse to be polite about it any longer.
    Bad for users, bad for trust, bad for Plex. Who wins?
  `),
  'awful-thing': lines(`
    horrible
    lousy
    nasty
    shabby
    cowardly
    sad
    cynical
    cheap
    terrible
  `),
  explainer: lines(`
    The explainer explains [everything except why|nothing|only that they think we cannot read].
    Telling people to put the pitchfork down is not an answer, it is an insult.
    "Before you grab your pitchfork" is about the worst opening anyone could have chosen.
    So the follow-up says the data is not sold or shared. Nobody asked that first. We asked for the opt-out.
    Read the new post. I was annoyed before, now I am {feel}.
    They amended the summary and left the problem exactly where it was.
    A clarification that clarifies nothing makes it worse.
    If your users misunderstood you, {200-900} times in one night, maybe the text is bad.
    The pitchfork line is condescending. I was on the fence until I read it.
    That explanation is a wall of soft words around a hard no.
    They answer a question about consent with a speech about quality. No, wrong, try again.
    Explaining a bad decision slowly does not make it a good decision.
    You do not calm people down by joking about their worry.
    "We heard you" followed by no change at all. Unbelievable.
    New blog post, same bad policy, now with humour.
    I counted: {800-1500} words and the opt-out is still dead.
    The update says never sold. Fine. And the switch? Silence.
    Their reply treats privacy as a misunderstanding. It is not. We understand, and we refuse.
    It got worse with the explanation, which takes some talent.
    My pitchfork was in the shed until they mentioned it.
    The amended page uses the word trust {3-7} times and earns none.
    A company in a hole posted a longer shovel.
    After the explainer I am more worried, not less, because they really do not see the problem.
    So our anger is "confusion" now. How dismissive.
    They doubled down. Sad.
    I wanted an apology and got a lecture.
    Too many words, no switch, still no. I am out of patience.
  `),
  sarcasm: lines(`
    Oh great, my media server wants to get to know me better.
    Thank you Plex for protecting me from that dangerous checkbox.
    Lovely, now {family}'s taste in {show} is a product metric.
    Wonderful news, "better experience" for everyone who did not ask for one.
    I, for one, love being a data point. Said nobody ever.
    Sure, because what my {media} really needed was an audience in marketing.
    Brilliant timing, Friday evening, everyone is thrilled.
    Can they also tell me what I want for dinner? They seem to know the rest.
    Congratulations on uniting the whole forum, that never happened before.
    So excited to share my rips of {media} with the statistics department.
    Nothing says privacy like "no you cannot turn it off".
    Dear diary, today my {server} learned to gossip.
    What could possibly go wrong?
    Yes please, more telemetry, the {amount} I own were getting lonely.
    Best privacy policy ever: they kept the word privacy in it.
    New feature unlocked: guilt by bit rate.
    Looking forward to the year in review: you watched {show} {3-30} times and cried {2-9} times.
    I feel so valued. Exactly as valued as a row in a table.
    Great job everyone, the competition sends flowers.
    Relax, it is only everything you play, when, how long and on what.
    A big hand for the team that turned a mail into {4-9} hundred angry replies.
    My pitchfork has a lifetime pass too.
    Good thing nobody ever lost a database. Oh.
    Trust us, they said, in the mail about no longer trusting us with a switch.
    Cool cool cool, my fridge respects me more.
    Plot twist: the film watches you.
  `),
}
