// After the reversal: open questions, what is known, and those whom the press brings.
import { lines } from '../grammar.ts'

export const aftermath = {
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
    Is the {device} covered by the opt-out or only the server?
    Which version brings the switch to {system}?
    Do shared users have to opt out one by one?
    What is the default for a new account from now on?
    Does rounding happen on my side or on theirs?
    How would one verify this from the outside?
    Does the opt-out survive a reinstall on {system}?
    Is there one switch or are there {2-4}?
    Will the press articles be corrected, does anybody know?
    Does anyone have the exact wording of the second version?
    What is a generalised bit rate, a range?
    Are live TV and DVR treated the same way?
    Does the {app} app send anything of its own?
    Can I opt out for {family} from my account?
    When was the setting renamed, {version} calls it something else?
    Is it enough to opt out in the {app} app?
    Where would a refund request go now that it is settled?
    Does a firewall rule still make sense after this?
    Has the mail about the change arrived anywhere yet?
    What happens with statistics from servers that stay offline?
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
    The second mail is out, it came {soon-done} here.
    The summary now lists {4-9} kinds of data, each with an example.
    Two forum threads were merged, {20-60} pages in total.
    Staff answered {3-9} questions in the thread {soon-done}.
    The change covers servers and apps, says the page, no word on old versions.
    Old versions keep the old setting until {version} or later, as I understand it.
    Side by side, the revised text is {2-6} paragraphs shorter.
    On {system} the setting is where it always was.
    It is one switch for the account, according to a reply from staff.
    The change log of the page shows {2-4} edits since Friday.
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
    {colleague} sent me a link about it, with the subject "you were right".
    Three sites, three different dates for the same page. Journalism.
    The report quotes the forum more kindly than we deserve.
    An article about a switch. Slow summer.
    The comments there are worse than here, stay away.
    One site says users revolted. I wrote one polite paragraph.
    Today even {family} knew about it, from the radio.
    First time that my hobby is in the news, sadly for this.
    The piece I read was fair: bad start, good end.
    Read in an article that everyone left. My server has the same {3-15} users as before.
    Coverage is late by {1-2} days, yet new people arrive with every link.
    It was the top story on {2-5} sites this morning, for a media server!
    They wrote "backlash" in the headline and "statistics" in the last line. Of course.
    My feed is full of it, each article a bit more dramatic than the last.
    I sent a correction to one of the sites, they still have the old policy up.
    The reporters like the reversal, the forum is split, I am tired.
    An article made me look at the {server} and think twice about updates.
    Is the thing from the news already in {version}?
    {family} read the headline and pulled the plug of the {device}. Explaining took {howlong}.
    The write-up with the timeline is good, the one with the stock photo is awful.
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
