// After the reversal: thanks, staying, doubt, open questions, and the press wave.
import { lines } from '../grammar.ts'

export const reversal = {
  thanks: lines(`
    Thank you for listening, [Plex|and for doing it within a weekend|really].
    They listened. [Good|Great|I am impressed].
    Thanks for the reversal, [it matters to me|it took courage|that was the right call].
    The opt-out stays, and I am {glad}.
    A company that admits a mistake in public deserves respect.
    Keeping the opt-out and blurring the statistics is a good solution, thank you.
    That page reads like a person wrote it, and it says sorry without ducking. Well done.
    Credit to them: bad Friday, good Sunday.
    Reversed in about two days, most companies need a lawsuit for that. Great work.
    I am happy to say that this is exactly what I asked for.
    Rounded durations and an opt-out, perfect, that solves the fingerprint worry for me.
    They did the right thing, so let us say thank you as loudly as we complained.
    Thanks to everyone who wrote a calm, useful post. It helped.
    Very glad that they walked it back, I love this software and wanted to keep it.
    Generalised numbers are fine with me, thanks for the honest explanation.
    It is rare that a thread of {20-60} angry pages ends with a win. Thank you.
    Thank you for treating us like adults, second time lucky.
    Good outcome, good tone, good weekend.
    I asked for an opt-out and I got an opt-out, so thank you.
    My faith is partly restored, and that is more than I hoped for on Friday.
    U-turns are underrated. Thanks for making one.
    Someone over there cared enough to fix this on a weekend, I appreciate that.
    They listened to us, and I will say so to the {3-15} people on my server.
    This is what a good response looks like, bookmarking it.
    The reversal is clear, simple and fair. I like it.
    Respect for signing it with a name instead of "the team".
    I was rude on Friday, so let me be fair today: thanks, this is good.
    Relieved and grateful, {family} can keep the {media}.
  `),
  glad: ['glad', 'happy', 'relieved', 'pleased', 'delighted', 'grateful', 'so relieved', 'thankful'],
  stay: lines(`
    Cancelled my cancellation.
    {rival} is uninstalled again, sorry {rival}, it was a short romance.
    I am staying, the switch was all I wanted.
    Renewed my pass {soon-done}, happy to support people who can change course.
    The {server} may go back online.
    I will keep it, and I will keep the opt-out on, and everyone is happy.
    Plan B goes back in the drawer, I like this software too much.
    My family voted: we stay. {family} cheered.
    Staying for now, with a smile and an eye on the settings.
    No need to learn {rival} after all, good.
    Firewall rule removed, hope I do not regret it.
    Bought the lifetime pass today as a thank you, yes, really.
    Glad I waited before moving {amount} of {media}.
    All my users are staying, which makes my weekend better.
    Statistics stay off on my box, but I stay on board. Fair deal.
    I even switched the statistics on, because now it is my choice.
  `),
  skeptic: lines(`
    They only reversed because the press called.
    Good that it is reversed, bad that it took a riot.
    Too late for me, the trust is gone.
    They showed what they want, they will try again when nobody looks.
    A reversal is not an apology for calling us a mob with pitchforks.
    I am still moving to {rival}, [one scare was enough|once bitten|the decision is made].
    Opt-out should be opt-in. Half a victory, still wrong by default.
    "Generalised" is a soft word. How general? Worried until I see it.
    Why did we have to scream for something so basic?
    Fool me once. I keep the firewall rule, because I no longer trust a promise.
    Backtracking under pressure is not the same as caring.
    The opt-out covers playback only, the rest is still collected. Do not celebrate yet, it is a trap.
    Sorry, I lost confidence and a blog post does not bring it back.
    It should never have happened, and whoever had the bad idea is still there.
    Damage control, nothing more. Sad.
    The policy is still worse than the one from last week, read it.
    You do not get a medal for putting out your own fire.
    Next time they will bury it better.
    I do not believe a word before I see a packet capture of the new version.
    No refund for those who left in anger, of course.
    Still {feel}. It will pass, maybe.
    Nice words, but the same people wrote the nasty ones two days ago.
    I fear this comes back under another name next year.
    It is a win, I guess, yet it feels rotten.
    So they were able to do without the data after all? Then why lie about needing it?
    My refund request stands, the lifetime pass is a broken promise to me.
  `),
  after: lines(`
    So which statistics are still sent when I opt out?
    Is the switch per server or per account now?
    When does the build with the rounded durations come out?
    Does the old setting carry over, or do I have to opt out again?
    What does generalised mean in numbers, minutes or hours?
    Does the new text take effect on 20 September too?
    Is the summary page the binding one or the long policy?
    Do managed users get a switch of their own?
    Will the {app} app respect the server setting?
    What about data that was collected before?
    Crash reports look like a separate setting, can anyone confirm that?
    Is there a changelog of the policy itself?
    Where do I find the opt-out in the {app} app?
    Has anybody checked what {version} sends after the change?
    Are durations rounded for music as well?
    How do I tell {family} about this in one sentence?
  `),
  news: lines(`
    Short version of the new page: opt-out of playback statistics stays, the numbers get rounded, the date is still 20 September.
    The page about the change is signed by the chief executive this time.
    The policy text was updated again, {3-8} paragraphs differ from Friday.
    A moderator closed the {20-60}-page thread and opened a new one for the revised policy.
    The revised policy speaks of generalising durations and bit rates.
    Volume in the thread is down, most posts are about settings now.
    The setting moves to the account page, if I read it right.
    Two threads left: one about the wording and one about the date.
    The page says that the opt-out covers playback of one's own media.
  `),
  press: lines(`
    Just read about this on a news site, [what did I miss|is it over already|what is the short version]?
    It made the tech news today, {2-6} articles in my feed before lunch.
    {colleague} who has never run a server asked me about Plex and privacy, so it is everywhere now.
    The articles say users won, the comments under them say otherwise.
    Came from an article, stayed for the comments.
    The headline says backtrack, the text is fairer than the headline.
    One article still claims that you cannot opt out, which is wrong since the weekend.
    Funny how the press wakes up when it is already fixed.
    Saw it in the paper over breakfast: media server angers users, gives in.
    The story reached {colleague}, {colleague} and, worst of all, {family}.
    Good write-up today, calm and complete, with both versions of the policy.
    Bad press is a strong medicine, it seems.
    News sites call it a backlash. From in here it felt more like a family fight.
    Most reports get the date wrong, it is 20 September.
    After reading the coverage I checked my own settings for the first time in {years}.
    My boss sent me the article with the words "are we using this?". Thanks, press.
    So that is why the forum was slow on the weekend, I only learn it from the news.
    New here because of the articles, is it safe to install now?
    The press says {quote-press}. I say wait and see.
    Reading the report made me worried all over again.
    Late to the party, just heard it on a podcast, and I am {feel}.
    The article made me smile, a company that changes its mind is almost news.
  `),
  'quote-press': lines(`
    reversal
    climbdown
    retreat
    half a step
    lesson learned
    damage control
    happy end
  `),
}
