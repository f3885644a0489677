// The backlash, topic by topic: the removed opt-out, fear of a sale, fingerprinting, moving away, money.
import { lines } from '../grammar.ts'

export const backlashTopics = {
  optOut: lines(`
    [So|Wait, so|Apparently] the opt-out is [gone|being removed|on its way out] [from 20 September|next month|and a mail is all we get].
    Taking away the opt-out is {awful}[, full stop|, no matter how you word it|, and they must know it|].
    I opted out [years ago|on day one|the minute I installed it], and now that choice is [worth nothing|void|thrown away].
    You do not get to remove an opt out that people [relied on|chose this product for|set on purpose].
    No opt-out means no consent, [it is that simple|and that is wrong|and I am {feel} about it].
    The checkbox said "send anonymous usage data", I said no, and now no is not an option.
    What was wrong with the opt-out, except that too many people used it?
    Removing the off switch on my own server, in my own house, is {awful}.
    I never minded statistics, I mind losing the right to refuse them.
    It is my hardware, my files, my electricity, and I am not allowed to opt out?
    Opting out was the reason I recommended this to {family}. That was a mistake, it seems.
    They call it a privacy policy and the main change is that privacy is no longer optional for them to ignore.
    How hard is it to leave one opt-out box where it was?
    If you have nothing to hide, Plex, then keep the opt-out.
    Making data collection mandatory in software that I run at home is a bad idea and a worse message.
    An opt-out that can be deleted by mail was never a promise, it was a delay.
    Read the new policy twice: there is no opt out of playback statistics any more, not even for [pass holders|paying members|people who turned it off].
    "You can no longer opt out" is a sentence that makes me {feeling}.
    Opt-in would be decent, opt-out is tolerable, neither is {awful}.
    The one setting I cared about dies on 20 September.
    Give us one good reason why opting out had to go, and "it is complicated" does not count.
    Forcing telemetry on a local media server crosses a line for me.
    I turned that setting off on {3-9} machines and they just overruled me.
    No is an answer, Plex, and you refuse to hear it.
    A company that deletes the opt-out has stopped asking and started taking.
    First they let you opt out, then they hide it, now they kill it.
    People who opted out are precisely the people who do not want this, so forcing them is hostile.
    I can switch off statistics in [my browser|my router|my editor|my phone] but not on a server that I own, that is absurd.
    If the opt-out does not come back, I will lose all confidence in whatever they promise next.
    The worst part: opting out is removed for everybody, retroactively, with a smile.
    Losing the opt-out hurts more than any price increase would.
    My users trusted me when I said you could opt out of everything, so now I look like a liar.
    So from next month the only way to opt out is to stop using it.
    Mandatory tracking, zero benefit for us, no opt-out. Bad deal.
  `),
  sale: lines(`
    [Today|Now] they do not sell it. [Ask again after the next funding round|Ask me again in two years|Policies change, we just saw that].
    Sooner or later data like this gets sold, [it always does|that is the sad truth|because somebody needs to pay the bills].
    I do not want advertisers to know that {family} watches {show}.
    What stops a future owner from selling everything to third parties?
    Nobody collects all that for fun, somebody is going to monetise it and I am {feel}.
    "We do not sell your data" plus "we collect more of it" makes no sense to me.
    Data that is never collected can never be sold, stolen or leaked.
    Third parties are mentioned {3-9} times in the policy, that worries me a lot.
    One bad acquisition and the viewing habits of millions are up for sale.
    The phrase about third parties is so vague that it is scary.
    They need revenue, we are the revenue, it is a sad old story.
    Selling hardware-free software with forced statistics looks a lot like preparing to sell us.
    I am afraid this ends with ads and a sold database.
    A breach is only a matter of time, and then what {family} watched is out there, stolen.
    Show me a company that collected this much and never sold any of it.
    Why would anyone believe that they will never sell, when the opt-out was also "never" going away?
    My fear is not Plex today, my fear is whoever buys them tomorrow.
    Advertisers would kill for a list of who watches which film in which room.
    First statistics, then partners, then targeted ads. I have seen this film and it was bad.
    If the data were worthless they would not fight for it. It is worth money, so it will be sold.
    Marketing people are drooling over this and I feel sick.
    Licence holders with a subpoena are a bigger threat to me than any advertiser.
    A promise not to sell is one edit away from a promise to sell "only a little".
    I worry less about being sold than about being handed over with a court order.
    Am I paranoid or does "share with service providers" mean exactly what I dread?
    Even if they never sell a byte, the temptation will sit there on their disks for ever.
  `),
  fingerprint: lines(`
    Duration plus file size plus bit rate is a fingerprint, [anyone can look that up|you do not need the title|do the maths].
    They say no file names, but the exact length identifies a film just as well.
    With resolution, codec and duration I can fingerprint {percent} of your library, so can they.
    Sending the playback length to the second means they can identify what I watch. That is a serious problem.
    I tested it {soon-done}: {60-99} of 100 films identified from the duration alone. Scary.
    "Anonymous" is wrong when every library is a unique fingerprint.
    No one has the same {amount} of {media} as me, so how would that be anonymous?
    My library of {media} is a fingerprint of me, and it makes me {feeling} that it leaves the house.
    Rounding the durations would kill the fingerprinting problem, why did they not do that?
    It does not matter that titles are left out, file sizes give everything away.
    A server id, a start time and a duration: congratulations, you have my evening.
    Home videos have no match anywhere, so at least the {media} stay a mystery, but the rest is exposed.
    Metadata is data. Identify the file, identify the viewer, end of story.
    Worried that a rights holder could match durations against a list and blame people who ripped their own discs.
    You could tell which of my films are {media} from nothing but bit rate and channel count.
    The amended page avoids the word fingerprint, and that silence is bad.
    Fingerprinting by file length is an old trick, [music services did it|any student can do it|it takes an afternoon].
    If they only want to know which codecs are used, count codecs. Do not send one line per playback.
    An hourly batch with blurred numbers would be harmless, exact values are suspicious.
    They know what I watch on my own disk in my own home, sorry, that is creepy.
  `),
  'soon-done': lines(`
    last night
    over coffee
    with a small script
    on my own {server}
    for fun
    just now
  `),
  moving: lines(`
    Installed {rival} [tonight|an hour ago|while the mail was still open], the import took {howlong}.
    Downloading {rival} right now, goodbye Plex after {years}.
    Cancelled and uninstalled, I am done here.
    Switching to {rival} {soon} unless this is dropped.
    Any advice on migrating watch history to {rival}?
    {rival} is not as pretty, but it does not spy on {family}.
    I hated the thought of leaving, and here I am moving {amount} over to {rival}.
    My {server} runs {rival} now, no regrets so far, only anger.
    If anyone needs help moving to {rival}, there is a thread, and it is growing fast.
    {rival} it is, then. What a waste of a good product.
    Spent {howlong} with {rival}: rough edges, ugly menus, no forced statistics.
    Leaving is annoying because {family} has only just learnt where the play button is.
    I do not want to migrate, they are making me.
    A firewall rule will do until {rival} is set up.
    Moving to {rival} means no {app} app for {family}, which is a pain, but so be it.
    Testing alternatives {soon}, {rival} first.
    The {rival} forum must be having a funny day, so many refugees from here.
    Uninstalled on the {device}, uninstalled on the {server}, and I feel strangely sad.
    Twelve of us share my server and all twelve agreed to move to {rival}.
    I warned {colleague} about cloud accounts on local servers, now we both look for alternatives.
    Who has tried {rival} with {codec} on a {server}? I need out.
    For the record, {rival} has had an offline mode {since}.
    If I must lose features to keep my privacy, I will lose features. {rival} {soon}.
    My exit plan: {rival} on the {server}, a cheap stick in {place}, done.
    Not leaving yet, but {rival} is installed next to it, just in case this gets worse.
  `),
  pass: lines(`
    I bought a lifetime pass [in {2012-2016}|last month|three weeks ago] under other terms and I want a refund.
    Lifetime pass holder here, {feel} does not cover it.
    You cannot change the deal after selling a lifetime of it.
    Asked for my money back {when-ask}, no reply so far.
    Is there a refund for people who paid for a product that respected them?
    Paying customers get tracked like free ones, what did I pay for?
    My Plex Pass renews in {2-9} days, cancelled it {soon-done}.
    {60-150} dollars for lifetime and the lifetime of the promise was {2-5} years.
    Refund request sent. They will say no, but they should count them.
    I gave a lifetime pass to {family} as a present, that feels stupid now.
    A lifetime subscription under terms that last until Friday is a scam in my eyes.
    Would a chargeback work after {years}? Asking because I am that {feel}.
    Monthly payer, no longer. That is {4-6} dollars a month they lose for nothing.
    At least let pass holders opt out, we paid to not be the product.
    {2-6} lifetime passes in our family, all of us regret it today.
    The terms I agreed to when I paid are not these terms, so give me the refund.
    I would have paid more for the pass if it bought privacy. Instead I lose both.
    They have my money already, which is why lifetime holders are so easy to ignore.
    No refund for a lifetime pass, says support, "as the service continues". What a poor excuse.
    Thought about a lifetime pass for {years}, glad I never bought it.
  `),
  'when-ask': lines(`
    this morning
    on Friday night
    {2-9} hours ago
    politely
    twice
    by mail and in a ticket
  `),
}
