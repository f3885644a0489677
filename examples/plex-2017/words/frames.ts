// How posts begin and end, by mood: angry, plain, glad, quiet.
import { lines } from '../grammar.ts'

export const frames = {
  'open-angry': lines(`
    No. Just no.
    Wow.
    [Are you|Is this] serious?
    Just got the mail and I am {feel}.
    I had to read it twice.
    Long time lurker, first angry post.
    Not what I wanted to read on a {day}.
    {family} just forwarded me the mail with three question marks.
    Let me get this straight.
    I have been quiet {since}, not today.
    Right, where do I even start.
    Sorry, but no.
    Did nobody in that meeting say stop?
    Coffee, mail, rage.
    Well, that escalated.
    Honest question to the team.
    So it has come to this.
    Speaking as someone with {amount} on a {server}:
    Hmm, no.
    To whoever writes these mails:
    Unbelievable.
    As an admin for {3-15} users I have one thing to say.
    Slept on it, still {feel}.
    It is {2-5} in the morning and I am reading a privacy policy.
    Nope.
    My {device} is innocent in this, but:
    Reading this on a phone at {place-of-day}, so excuse the typos.
    I wanted to give it a day before posting.
  `),
  'place-of-day': lines(`
    the airport
    work
    a wedding
    the dentist
    the playground
    my desk
    the garage
    a bus stop
  `),
  day: ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'],
  'open-reply': lines(`
    Same.
    Exactly this.
    I could not agree more with the anger here.
    +1 from another unhappy user.
    Page {3-38} and still no answer from staff.
    Typical.
    Came here to see whether others are as {feel} as I am.
    You said it.
    As the post above says.
    Agreed, all of it.
    Seconded.
    Yes, and it gets worse.
    What they said.
    Glad I am not alone.
    Joining the queue of the {feel}.
    Count me in.
  `),
  'open-plain': lines(`
    Quick question.
    Serious question:
    Maybe a stupid one, but
    For context:
    Can somebody clear this up?
    Trying to understand this.
    One thing I have not seen answered:
    Not taking sides here.
    Just the facts, please.
    I have read the whole thread.
    Still on page {2-30}, sorry if this was asked.
    To the people who captured traffic:
    Asking for {family}.
    From a technical point of view:
    Late to this.
    Forgive me if it is obvious.
    Small note.
    Two cents.
  `),
  'open-glad': lines(`
    Good news!
    Credit where it is due.
    Well, that was quick.
    Phew.
    I take back half of what I wrote on {day}.
    See, it was worth the noise.
    Did not expect that.
    Just saw the update.
    Now that is how you do it.
    Okay, fair play.
    Woke up to a nicer mail than on Friday.
    Happy to eat my words.
    {family} says I may stop ranting now.
    Pitchfork back in the shed.
    Respect.
    Finally some good news for a change.
    Nicely done.
    What a relief.
  `),
  'open-quiet': lines(`
    Hi all,
    Hello everyone.
    Morning!
    Evening all.
    Hey folks,
    Long time reader here.
    Strange one today.
    Happy {day}!
    Sorry for the basic question.
    Bit of a rant, bit of a question.
    Not urgent.
    First post, be kind.
    As the title says.
    Following up on my thread from last week.
    Hope this is the right section.
    New toy arrived.
  `),
  'close-angry': lines(`
    Put the switch back.
    Bring back the opt-out or lose us[, your choice|.|, simple as that.]
    I expected better.
    Do better.
    We deserve an answer, not a slogan.
    Until then my updates are off.
    Firewall rule added.
    Not renewing.
    I will not recommend it again.
    That is all I have to say, and none of it is happy.
    Reverse it.
    Sad day.
    I hope somebody over there has the courage to admit the mistake.
    The damage is done, though.
    You have until 20 September.
    Sleep on that.
    Disappointing from start to finish.
    And no, I will not calm down.
    My {server} stays offline from now on.
    How is this even legal?
    Please tell me I got it wrong.
    I am out.
    Just stop.
    Nobody wins here.
    Rant over.
    Wrong move, wrong week, wrong crowd.
    I give it a week, then {rival}.
    What were they thinking?
    Shame.
    Fix this.
    So long, and thanks for nothing.
    Ask first. Always ask first.
    I hate that I have to write this.
    Where is the apology?
  `),
  'close-plain': lines(`
    Thanks in advance.
    Any pointer is welcome.
    Links to the exact paragraph would be good.
    I will wait for an official answer.
    Sources please, not guesses.
    Will report back.
    Carry on.
    Curious what others found.
    Off to read the policy again.
    That is all.
    Make of that what you will.
    Correct me if I misread it.
    Your reading may differ.
    Just asking.
  `),
  'close-glad': lines(`
    Staying.
    Back to film night.
    Thank you, team.
    Good on you.
    Now let us talk about {subs} subtitles again.
    I am keeping my pass.
    More of this, please.
    Well done, everybody who spoke up.
    My {server} is happy again, and so am I.
    Cheers!
    That is a win for all of us.
    I can sleep now.
    Glad it ended like this.
    {family} is relieved.
    See you in the transcoding threads.
    All good.
  `),
  'close-quiet': lines(`
    Thanks!
    Any ideas?
    Cheers.
    Thanks in advance for any help.
    What am I missing?
    Let me know what you think.
    Happy to post logs.
    Not a big deal, just asking.
    Open to suggestions.
    Anyone?
    Love this place.
    I can live with it, but still.
    Will try again {soon}.
    Pictures later.
    Solved, see above.
    Back to watching {show}.
  `),
}
