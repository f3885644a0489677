// Titles of threads by what they are about, and short additions: edits, summaries, what a bot repeats.
import { lines } from '../grammar.ts'

export const titles = {
  'title-transcoding': lines(`
    {device} stutters with {codec}
    Transcoding on a {server}
    {percent} CPU with {codec}, normal?
    Direct play or not on the {device}
    Buffering {when} on the {device}
    {codec} and the {server}, a sad story
    Hardware transcoding in {version}
  `),
  'title-subtitles': lines(`
    {subs} subtitles out of sync
    {subs} subs on the {device}
    Subtitles for {show}
    How to set default subtitles
    Missing {subs} subtitles for my {media}
    Subtitle size on the {device}
  `),
  'title-bug': lines(`
    {version} on {system}: something broke
    Bug on the {device}
    Weird behaviour {when}
    {app} app acts up {when}
    Strange bug with my {media}
    Is it only me? {app} app
    Small bug, {system}
  `),
  'title-howto': lines(`
    How do you do it with {media}?
    Question about {server} and {device}
    Advice wanted: {amount} of {media}
    Newcomer with a {server}
    {server} or {server}?
    Question from a {system} user
    Help needed, {media}
  `),
  'title-praise': lines(`
    Thank you for {version}
    Happy with my {server}
    A bit of praise
    The {app} app is {good}
    {family} loves it
    Nice surprise {when}
  `),
  'title-wish': lines(`
    Small wish for the {app} app
    Feature request for {media}
    One thing I miss on the {device}
    Idea after {years} of use
    Suggestion: {media}
  `),
  'title-chat': lines(`
    What are you watching this week?
    My setup in {place}
    {amount} and counting
    Off topic: {server}
    Show us your server
    Home video night in {place}
  `),
  'title-optOut': lines(`
    New privacy policy: no more opt-out?
    So the off switch goes away
    Please bring back the opt-out
    Opting out will no longer be possible, says the mail
    I opted out {since} and now?
    No opt-out from 20 September
    Consent, anyone?
    {family} opted out, Plex says no
  `),
  'title-sale': lines(`
    Will our data be sold one day?
    Third parties in the policy
    Who buys a list of {media}?
    Never sold, they say
    Worried about who gets this data
    Data, advertisers and {media}
  `),
  'title-fingerprint': lines(`
    Durations and sizes are a fingerprint
    How anonymous is a library of {amount}?
    What can be told from a bit rate?
    I identified {60-99} of 100 films by length
    Fingerprints of {media}
    Anonymous is not the word
  `),
  'title-moving': lines(`
    {rival} as an alternative: experiences?
    Leaving after {years}
    Moving {amount} to {rival}
    Goodbye from a {server}
    {rival} {soon}
    How to migrate to {rival}
    Off to {rival}
  `),
  'title-pass': lines(`
    Lifetime pass and new terms
    Refund because of the policy change
    Paid for a pass, got this
    Cancelled my pass
    Refund for a lifetime pass?
    {60-150} dollars for what?
  `),
  'title-anger': lines(`
    I am {feel}
    I do not want my server to report home
    An open letter, sort of
    This is {awful}
    Not with my {server}
    {since}, and now this
    Friday news is bad news
  `),
  'title-explainer': lines(`
    The explanation makes it worse
    Pitchforks, a thread
    About that follow-up post
    {800-1500} words and no switch
    They still do not get it
    Not a misunderstanding
  `),
  'title-question': lines(`
    Privacy policy: questions for the team
    Who is affected by the new policy?
    What exactly is sent from a {server}?
    Blocking the statistics on a {server}
    Data collection, one thread per question
    Traffic captured on {system}
    Old and new policy compared
  `),
  'title-defend': lines(`
    In defence of statistics
    Is it time to panic?
    Am I the only one who does not mind?
    A calmer look at the policy
    Some perspective on {media}
  `),
  'title-thanks': lines(`
    The opt-out stays
    Thank you for the reversal
    They listened
    Good news for {family}
    Well done, everyone
    A fair solution
  `),
  'title-stay': lines(`
    I am keeping my pass
    Staying, and why
    Cancelled my cancellation
    Back from {rival} after {2-5} days
    No move to {rival}
  `),
  'title-skeptic': lines(`
    Too little, too late?
    Reversal: do you trust it?
    Still leaving for {rival}
    Why I stay {feel}
    Do not celebrate yet
    Lessons from a loud weekend
  `),
  'title-after': lines(`
    Policy revised: what changed?
    What is still collected after the change
    Where is the new switch?
    Rounded numbers, what does it mean?
    Old and new wording side by side
    {app} app and the opt-out
    After the change: {system}
  `),
  'title-press': lines(`
    Press coverage, collected
    It is in the news
    Came here from an article
    {colleague} read about us
    Headlines of the day
    News sites and the {20-60}-page thread
  `),
  edit: lines(`
    Edit: typo.
    Edit: wording, I was too harsh.
    Edit: they answered in the other thread, no news though.
    Edit: it is 20 September, not August, sorry.
    Edit: yes, I am on {version}.
    Edit: thanks for the replies, I did not expect that many.
    Edit: to be clear, I still like the software.
    Edit: fixed the device name.
  `),
  tldr: lines(`
    tl;dr: no.
    tl;dr: put the switch back
    tl;dr: not happy
    TL;DR: consent first.
    tl;dr my server, my rules
    TLDR: bad idea, bad timing
  `),
  'bot-one': lines(`
    [BREAKING|Breaking|News]: Plex removes data opt out, users angry! Stop the spying now {tag}
  `),
  'bot-two': lines(`
    Tired of being tracked? Leave Plex today, tell your friends, tell everyone [!|!!|!!!] {tag}
  `),
  'bot-three': lines(`
    Plex reverses privacy policy after backlash [-|:|,] read all about it in the tech news today {tag}
  `),
}
