// The backlash, the calmer voices: questions, facts of the day, those who do not mind.
import { lines } from '../grammar.ts'

export const backlashCalm = {
  question: lines(`
    What exactly is sent when I play a file on the {device}?
    Does this apply to [free accounts|managed users|people outside the US|servers without an account] as well?
    Will a firewall rule on the {server} stop it, or does playback depend on the connection?
    Is the server side or the client side doing the reporting?
    Where is the old text of the policy, so that we can compare?
    Does anyone know how this fits with the new European data law next year?
    Has someone captured the traffic of {version} yet?
    Which host names would I have to block?
    Can a server run without signing in at all?
    Are crash reports part of this or a separate setting?
    Is it per play, per day or per month?
    How long do they keep it?
    What about music and photos, are those counted?
    If I never update past {version}, does the old policy still hold for me?
    Could somebody from the team say what changes for {system} packages?
    Does sharing with {family} mean that their plays are reported under my account?
    Is there an official thread, or is it only this one?
    What happens on 20 September if I do nothing?
    Did everybody get the mail? Mine is not in the spam folder either.
    Is "duration" the length of the file or the time that I watched?
    Can they tell my {media} from bought films with what is listed there?
    Do third-party apps count, or only the official ones?
    Would a local account without mail address make any difference?
    Who reads the statistics in the end?
  `),
  info: lines(`
    For those who skipped the mail: new policy, effective 20 September, the usage statistics switch goes away.
    Summary as I read it: [device type, app version, duration, bit rate|codec, resolution, length, network type], no file names, no titles.
    The policy page has been edited since {when-seen}, the line about selling is new.
    The forum thread is at {9-40} pages now.
    Comparing old and new text side by side: {4-11} paragraphs changed, most of them wording.
    The mail went out on Friday, accounts in Europe got it in the evening.
    According to the page, statistics are tied to an account id, not to a name.
    The old switch sits under settings, general, at the bottom, and it still works today.
    The traffic goes to one host over TLS, about {2-9} KB per play in my capture.
    The date to remember is 20 September.
    Nothing changes before 20 September according to the mail.
    My reading: playback statistics are mandatory, crash reports are not mentioned.
    There are {3-6} threads about this now, a moderator is merging them.
  `),
  'when-seen': lines(`
    last night
    this morning
    the first mail
    about {3-9} hours ago
    yesterday evening
  `),
  defend: lines(`
    Unpopular opinion: I am fine with it, [they need to know which codecs people use|every app on the {device} does the same|it is statistics, not a camera].
    I read the list and there is nothing in it that worries me.
    How else would they know what to fix first on the {device}?
    They do not get titles, they do not get names, so I will keep using it happily.
    It is a good product made by people who have been honest so far.
    You all carry a phone, be fair.
    Good statistics helped them to improve the {app} app, I like that.
    I trust them. They told us a month ahead instead of burying it.
    Calm down everyone, nobody is reading your list of {media}.
    I work with data like this, it is boring and useful, and it makes software better.
    Give them the weekend to answer before you throw out your {server}.
    The thread is full of claims that the policy does not support.
    Not thrilled, but still the best thing around for {family}.
    I support better statistics, I would only ask for a nicer way to say it.
    Some fair points here and a lot of noise.
    Firing up a packet capture told me more than {9-30} pages of shouting, and it looks harmless.
    If that is the price for {good} apps on everything, I accept.
    It is okay to disagree and still enjoy the software.
  `),
}
