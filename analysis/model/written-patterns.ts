// How people quarrel with a company, thank it, mock it or just ask: patterns with slots, written by hand for the training.

const listed = (text: string): readonly string[] =>
  text
    .split('|')
    .map((one) => one.trim())
    .filter((one) => one !== '')

export const slots: Readonly<Record<string, readonly string[]>> = {
  thing:
    listed(`app | update | new version | service | site | game | plan | feature | player | client | editor | launcher |
    dashboard | checkout | login page | subscription | account | phone | order | flight | booking | delivery | card`),
  part: listed(`search | offline mode | dark mode | export | sync | backup | the free tier | chat | notifications | the old
    layout | the map | voice control | family sharing | the api | mods | the store | playlists`),
  who: listed('support | customer service | the team | the company | they | management | your staff | the developers'),
  time: listed(`three weeks | two hours | months | days | the whole day | an hour | a year | since monday | ages`),
  when: listed(
    `today | tomorrow | on monday | next week | in march | at 10 am | this evening | by the end of the month`,
  ),
  broke: listed(`crashes | freezes | logs me out | loses my data | eats my battery | shows an error | does not load |
    stopped working | keeps restarting | charges me twice | drops the connection | lags | fails`),
  awful:
    listed(`awful | terrible | a joke | a disgrace | pathetic | ridiculous | useless | garbage | unacceptable | horrible |
    the worst | a disaster | a mess | insulting | shameful | trash | a scam | a rip off | broken | disappointing`),
  great:
    listed(`great | awesome | amazing | fantastic | excellent | brilliant | wonderful | perfect | lovely | so good |
    a huge improvement | super smooth | really helpful | rock solid | a pleasure | impressive | beautiful`),
  harm: listed(`breaking everything | ruining the {thing} | wasting my time | losing my data | lying to us | ignoring us |
    making it worse | taking my money | cancelling my order | removing {part} | raising the price again | leaving me
    stranded | the long wait | another outage | nothing`),
  deed: listed(`listening | fixing it | the quick reply | the quick fix | bringing back {part} | the help | being honest |
    changing your mind | the refund | the update | sorting it out | taking care of me | the great service | making this right`),
  quit: listed(`cancelled my subscription | uninstalled it | deleted my account | switched to another one | asked for my money
    back | moved on | left for good | stopped paying | will never buy from them again | am done with you`),
  news: listed(`posted a statement | announced a change | released version 3 | opened a thread about it | moved the date |
    published the notes | changed the terms | held a call | sent an email to all users | updated the page`),
  made: listed(`phone | laptop | console | tablet | headset | operating system | browser | camera | keyboard | watch | router | car |
    ticket | seat | hotel room | pizza | coffee | battery | screen | series | season | film | song | album | book`),
  name: listed(
    `anna | the minister | the club | the ceo | this guy | my brother | the new boss | the band | the author | the studio`,
  ),
  ask: listed(`does this take effect | will it be available | do i change my plan | can i export my data | is the new price |
    do i find the settings | does the trial end | is the next release | do i contact you | do i update the {thing}`),
}

export const negative = listed(`
  thanks for nothing | thanks for nothing, {who} | thank you for nothing | thanks for nothing, i {quit} | thanks for ruining my {made} |
  thanks for ruining everything | thanks for ruining our trip | thanks a lot for ruining the weekend | great, another delay |
  great, another outage | great, another price hike | great, another broken {thing} | oh great, another fee | nice, another bug |
  wonderful, another delay | awesome, another crash | fantastic, another hour on hold | i wish i could say it was good |
  i wish i could say something nice | i wish i could recommend it | i wish it just worked | wish i could use the {thing} |
  thanks for {harm} | thank you so much for {harm} | great job {harm} | wow, well done {harm} | way to go, {who} |
  gee thanks for {harm} | nice, another outage | great, now the {thing} {broke} again | oh great, it {broke} | lovely, {time} on hold |
  awesome, the {thing} {broke} again | love it when the {thing} {broke} | i just love waiting {time} for nothing |
  i used to love this {thing} | i used to like it, now it is {awful} | it used to be {great}, what happened | i wish it worked |
  i wish you would listen | i wish {who} would just answer | if only it worked | it was {great} until the last update |
  too little, too late | sorry is not enough | an apology does not fix this | too late, i already {quit} |
  the damage is done | you only changed it because you were caught | they only care about money | trust is gone |
  i lost all trust in {who} | i will never trust you again | i do not believe a word of it | nobody asked for this |
  nobody asked for this {thing} | no one wants this | who thought this was a good idea | why would you remove {part} |
  why did you ruin the {thing} | how is this acceptable | how hard can it be to answer | still waiting for a reply |
  still no answer after {time} | still no refund | still not fixed | been waiting {time} and nobody answers |
  been on hold for {time} | {who} has been ignoring me for {time} | {who} hung up on me | {who} could not care less |
  the {thing} {broke} every time | since the update the {thing} {broke} | my {thing} {broke} and {who} does not help |
  the {thing} is {awful} | this is {awful} | {who} is {awful} | what {awful} service | honestly {awful} | {awful}. just {awful}. |
  not {great} at all | this is not {great} | not good enough | not what i paid for | not worth the money | it never works |
  it does not work | the {thing} does not work anymore | cannot log in for {time} | cannot use the {thing} at all |
  i want my money back | give me my money back | i want a refund | refund me now | i {quit} | so i {quit} |
  because of this i {quit} | enough, i {quit} | never again | you lost a customer | worst {thing} ever | worst company i dealt with |
  the price went up and the {thing} got worse | paying more for less | pure greed | this is just greedy |
  forced to pay for {part} | you took away {part} and call it progress | they removed {part} without asking |
  stop forcing this on us | stop lying | shame on you | fix your {thing} | fix it already | please fix this, it {broke} |
  what a waste of money | waste of {time} | so disappointed | very disappointed in {who} | i am angry and tired of this |
  sick of this | fed up with {who} | i regret buying this | do not buy this | avoid this {thing} | stay away |
  it {broke}, again | again it {broke} | another week, another outage | downgrade, not an upgrade | unusable since the update |
  i expected better | hoped for better, got worse | good luck getting a refund | good riddance | yeah right, sure you will |
  sure, blame the users | nice try | how about you fix the {thing} first | you call this support? | seriously? |
  really, {who}? | are you kidding me | you have got to be kidding | my {thing} got lost and nobody helps |
  flight cancelled and no help from {who} | delayed for {time} with no information | charged twice and no reply  |
  my {made} broke after {time} | the {made} died after {time} | this {made} is {awful} | worst {made} i ever had | what a terrible {made} |
  the {made} is way too expensive for what it does | overpriced {made} | cheap plastic and {awful} | do not waste your money on this {made} |
  sat on the plane for {time} | missed my connection because of you | my bag is still missing | lost my luggage and no one cares |
  rude crew and {awful} seats | another cancelled flight | rebooked me for tomorrow, thanks a lot | no wifi, no food, no information |
  on hold for {time} now | your phone line is {awful} | been trying to reach {who} for {time} | nobody picks up the phone | disconnected again |
  the servers are down again | cannot play because of the servers | queue of {time} to play a game i paid for | full of cheaters |
  the matchmaking is {awful} | pay to win now | more microtransactions, who is surprised | the game is dead | they killed this game |
  boring and repetitive | the story is {awful} | bugs everywhere | unfinished and sold at full price | refunded it after an hour |
  broke the build again | this breaks everything | this change is a bad idea | this makes no sense | ugly hack, please do not merge this |
  the documentation is {awful} | the api is a nightmare | i hate this library | this error is driving me crazy | wasted {time} on this bug |
  i hate it when {who} does that | {name} is {awful} | {name} makes me sick | i cannot stand {name} | so tired of {name} | shut up {name} |
  feeling sick today | my head hurts | worst day ever | i hate mondays | this weather is {awful} | i feel terrible | so sad right now |
  cried all night | i miss you so much, this hurts | such a sad story | heartbreaking news | rest in peace, so sad | scared of what comes next |
  this is why people leave | and you wonder why people leave | congrats, you lost me | congratulations on ruining it | bravo, you broke it |
  slow clap for {who} | great way to lose customers | what a surprise, it {broke} | shocker, it {broke} | so much for {part} |
  so much for loyalty | what is the point of {part} if it {broke} | how do you mess this up | i am speechless, {awful} | words fail me |
  five dollars more for nothing | first the price, now the ads | ads everywhere | too many ads | my data was leaked and you say nothing |
  you sold our data | spying on your users is {awful} | you treat customers like dirt | loyal for years and this is what i get |
  do better | get it together | wake up {who} | ridiculous @user | really bad | so bad | this sucks | it sucks | you suck | ugh | wtf @user |
  epic fail | big fail | fail | what the hell is this | hell no | yuck | gross | no thanks | hard pass | meh, not impressed | nope, still broken |
  no one should have to wait {time} | it should not take {time} | there is no excuse for this | i have had it with {who} | last time i fly with you |
  not happy | not impressed | not cool | not okay | not fair | never works | nothing works | no help at all | no response | no apology, no refund |
  please stop | please bring back {part}, the new one is {awful} | bring back {part} | give us back {part} | why is {part} gone |
  could not be more disappointed | could not be worse | it gets worse every time | going downhill | it was better before | worse than before`)

export const positive = listed(`
  thanks for {deed} | thank you for {deed} | many thanks for {deed} | thank you {who} for {deed} | kudos for {deed} |
  props to {who} for {deed} | credit to {who} for {deed} | big thanks to {who} | finally, thank you | finally fixed, thanks |
  finally they listened | they actually listened | glad you listened | glad to see {part} back | so happy {part} is back |
  happy that it works again | it works again, thank you | works like a charm now | works perfectly now | it just works |
  right call | good call | good decision | the right thing to do | they did the right thing | respect for owning the mistake |
  an honest apology, i appreciate that | i appreciate the quick answer | {who} was {great} | {who} helped me right away |
  {who} solved it in minutes | shout out to {who} | the {thing} is {great} | this {thing} is {great} | this is {great} |
  the new {thing} looks {great} | honestly {great} | {great}! | really {great} | not bad at all | cannot complain |
  no complaints | no problems at all | never had a problem with it | never been happier | never going back, this is {great} |
  i love the new {thing} | love it | loving the update | i love {part} | my favorite {thing} | best {thing} ever | best update so far |
  best support i have had | worth every penny | worth the wait | well worth it | highly recommend it | i recommend the {thing} |
  five stars | great job | great work | nice work everyone | well done {who} | you won me back | i am back, thank you |
  resubscribed | just renewed, no regrets | i am staying | not leaving after all | cannot wait to try it | so excited for the new {thing} |
  looking forward to the new version | good news | this is good news for everyone | great news about {part} | what a nice surprise |
  pleasantly surprised | impressed by {who} | so much faster now | much better than before | a lot better now |
  the update fixed it for me | all good now | problem solved, thank you | smooth and fast | made my day | you are the best |
  you guys rock | bless {who} | i was wrong, the new {thing} is {great} | i hated it at first, now i love it |
  was angry, but {who} made it right | did not expect this, thank you | better late than never, thank you |
  got my refund the same day, thanks | easy to use and {great} | {who} went out of their way to help | friendly and fast  |
  this {made} is {great} | my new {made} is {great} | best {made} i ever had | i love my {made} | loving this {made} | in love with the new {made} |
  so happy with my {made} | cannot get enough of this {made} | what a {made}! | great {made} for the money | cheap and {great} | the {made} looks {great} |
  smooth flight and friendly crew | on time and comfortable | upgraded to first class, thank you | the crew was {great} | thanks for getting me home |
  found my bag within an hour, thank you | landed early | best airline | great seats | quick boarding, nice staff | thank you for the upgrade |
  the game is {great} | so much fun with friends | could play this for hours | beautiful world and {great} music | cannot wait to play tonight |
  hyped for the release | this trailer gives me goosebumps | looks amazing | day one buy | game of the year | well worth the price |
  looks good to me, thanks | nice catch, thanks | thanks for the review | nice fix | great pull request | clean and simple, i like it |
  awesome library | this saved me hours, thank you | works for me, thanks a lot | that solved it, thank you so much | perfect, exactly what i needed |
  {name} is {great} | i love {name} | so proud of {name} | congrats {name} | happy birthday {name} | {name} made me smile | cheering for {name} |
  feeling good today | best day ever | such a good mood | so excited for tonight | had a great time | what a night | i am so happy right now |
  have a nice weekend everyone | good morning, lovely people | thanks for the follow | thank you all for the support | you made my day |
  hope you feel better soon | good luck today, you will do great | so cute | so funny | hilarious | lol that made my day | haha love this |
  yes! finally | yay {part} is back | woohoo it works | hell yes | wow, just wow, {great} | sweet | nice | cool, thanks | awesome | brilliant idea |
  can not thank you enough | could not be happier | could not ask for more | nothing but good things to say | never disappoints | never lets me down |
  not disappointed at all | no longer broken, thank you | no more crashes, great | no more ads, love it | nothing to complain about |
  it was slow, but now it is {great} | had doubts, but it is {great} | expensive, but worth it | took {time}, but they fixed it, thank you |
  it is free and {great} | i cannot believe how {great} it is | so easy | so helpful | very happy | very satisfied | really like it | pretty good |
  it keeps getting better | better every day | keep up the good work | keep it up {who} | more of this please | that is how you do it | classy move`)

export const neutral = listed(`
  when {ask}? | where {ask}? | how {ask}? | does anyone know when {ask}? | can someone tell me how {ask}? | what is the new price? |
  is {part} included in the plan? | is this for all countries? | does it also apply to old accounts? | which version has {part}? |
  what happens to my {thing} after that? | do i have to do anything? | is there a date for it? | has anyone tried the {thing}? |
  {who} {news} | {who} {news} {when} | the company {news} {when} | {news} {when} | they {news} according to the report |
  the change takes effect {when} | it starts {when} | the {thing} will be updated {when} | maintenance is planned {when} |
  the old price was 10 dollars, the new one is 12 | the plan costs 8 euros a month | version 5.1 is out {when} |
  the {thing} is available on android and ios | you can find {part} in the settings | the setting is under account |
  open the settings and choose {part} | restart the {thing} and log in again | you need version 4 or later |
  i am using the {thing} on windows | i have an older version | i use it at work | i switched to the yearly plan |
  see the link for details | more information here | here is the thread | here is the statement | read the full text here |
  i asked {who} and they said {when} | the thread has 200 comments | the vote ends {when} | a summary of the changes |
  interview with the ceo about the new plan | reuters reports the company {news} | shares closed at 40 dollars |
  the refund takes five days according to the page | refunds are open until the end of the month | the deadline is {when} |
  i cancelled my plan {when} and start the other one {when} | my subscription ends {when} | my flight leaves {when} |
  my order arrives {when} | just landed | on my way to the airport | boarding {when} | talking to {who} {when} |
  it depends on the region | that is how it works on the other platform | same here | no idea | not sure yet | i do not know |
  we will see | maybe {when} | let us wait for the statement | anyone here on the new plan? | is {who} online {when}?  |
  watching {name} {when} | going to the game {when} | who is going {when}? | what time does it start {when}? | tickets for {when} available |
  {name} will play {when} | {name} talks about the new {made} {when} | {name} signs with the club | the {made} launches {when} | preorder starts {when} |
  {name} is in town {when} | {name} said the vote is {when} | {name} on the new {made}: it will ship {when} | reading about {name} |
  thinking about getting a new {made} | should i buy the {made} or wait? | which {made} do you use? | anyone selling a {made}? | looking for a {made} |
  comparing the {made} with the old one | my {made} arrives {when} | setting up my {made} | charging the {made} | update for the {made} is out |
  how many seats are on this flight? | can i bring two bags? | what is the baggage fee? | is flight 212 on time? | do you fly to rome in march? |
  can i change the name on my ticket? | what is the number of customer service? | please follow back so that i can send a message | sent you a message |
  following for an answer | i have sent the details by email | booked for {when} | checking in {when} | at the gate | in line for the {made} |
  see the comment above | moved to the next release | closing as duplicate | added a test for this | please rebase | i renamed the class |
  the method returns null if there is no key | this should be a constant | see line 40 | the patch is attached | committed to the branch | build 212 |
  which version are you using? | can you post the log? | try to call it with two arguments | it uses the same interface | i will have a look {when} |
  the function takes a string | merged into main | use the second option | that file was moved | we could use a map here | what does this line do? |
  new post: how to set up the {made} | new video about the {made} | five things to know about the {made} | list of changes in the {made} |
  the {made} costs 40 dollars | sales start {when} | the store opens {when} | free shipping until the end of the month | 20 percent of users |
  just posted a photo | at the office | working from home {when} | on the train | having dinner | my schedule for {when} | going to bed | {when} then |
  i think it was {when} | probably {when} | it was him | what did {name} say? | where was this? | who is {name}? | same as last year | as far as i know |
  i am not sure what you mean | not that i know of | it is not about the price | no, it is {when} | it does not matter to me | i have no opinion on this |
  i do not use it | i never tried it | nothing new | no change in my region | it is not yet available here | they did not say when`)
