// After the reversal: thanks, staying, doubt.
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
    Sunday, {5-11} in the morning, and the opt-out is back. Lovely.
    The new page says what, why and sorry, in that order. Great.
    {years} of goodwill were nearly lost, glad they noticed in time.
    I was ready to leave, now I am {glad} that I waited.
    {family} asked whether we can keep watching {show}. Yes, we can, thank you.
    A clear "you can opt out" in the first paragraph. Perfect.
    Somebody read {20-60} pages of complaints and acted on them. Respect.
    It takes strength to say "we got it wrong" within {30-50} hours.
    Thank you for not making us fight for months.
    That is the Plex I recommended to {colleague}, welcome back.
    Fewer details, rounded numbers, an off switch: everything I wanted, thanks.
    My respect for the one who had to write that page on a weekend.
    {glad-cap} about the outcome, and proud of this community.
    Good people make mistakes, good companies fix them. Thanks.
    Honest words, and the change to go with them. Thank you.
    I will sleep well tonight, and so will my {server}.
    They answered my biggest worry, the exact durations. Wonderful.
    This is a happy end that I did not see coming, thank you Plex.
    A thank you to the moderators too, they survived {20-60} pages.
    Fixed before {family} even heard of it, good job.
  `),
  glad: ['glad', 'happy', 'relieved', 'pleased', 'delighted', 'grateful', 'so relieved', 'thankful'],
  'glad-cap': ['Glad', 'Happy', 'Relieved', 'Pleased', 'Delighted'],
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
    Tore up my list of {rival} plugins, we stay.
    {amount} may stay where it is, what a relief.
    Updated the {server} to {version} again, first time since Friday.
    I told {3-15} users that the show goes on, happy faces everywhere.
    The free trial of {rival} ends unused.
    Opt-out on, pass renewed, {show} tonight. Life is good.
    Not switching. {rival} is fine, but this is home.
    I will stay and watch the changelog closely, with love.
    I had {rival} running on the {server} by Saturday noon and deleted it by Sunday night.
    Keeping my pass and my faith in slow Sundays.
    Going back to {version}, with the opt-out ticked and a smile.
    No more moving boxes, digital ones at least. We stay.
    {family} never noticed that we nearly left.
    Reinstalled on the {device}, signed in, all good.
    Happy to stay, happier if the switch stays with me.
    For now I stay, because they moved first.
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
    Applause for returning what you took? No.
    I will believe it on 20 September, not before.
    The mask slipped on Friday, a nice page on Sunday does not hide it.
    The word "playback" in the promise worries me, what about the rest?
    Anonymous, generalised, aggregated: three soft words, no hard number.
    They lost {2-9} passes in my circle, that is why they listened.
    It was never about statistics, it was about contempt, and that is still there.
    If {200-900} angry people had stayed silent, this would be live next month.
    My {server} stays on {rival}, the weekend was wasted enough.
    A sorry that comes after the headlines is a bad sorry.
    Great, so the rude part is over and the vague part begins.
    The next attempt will come without a mail, mark my words.
    I still get a bad feeling when the {device} starts.
    Where are the details, the dates, the code? Empty so far.
    Sad that good behaviour now needs a mob.
    I moved {family} to {rival} and will not explain a second move.
    Default on is still wrong, most people never open that page.
    Nobody lost their job, nothing was learnt, I fear.
    Half sorry, half proud of it. Ugly text.
    It reads like it was written by lawyers in a panic.
    This leaves a bitter taste, reversed or not.
    One apology does not undo {years} of pushing accounts on us.
    I do not trust a switch that was already removed once.
    Why did it take {20-60} pages of anger to find common sense?
    So the pitchforks worked. Then why the insult?
    I hate to be the bad guy here, but read paragraph {2-9} again.
  `),
}
