/** The commonest passwords of eight characters or more (public leak statistics), and those of this trade. Lower case. */
export const commonPasswords: ReadonlySet<string> = new Set(
  `12345678 123456789 1234567890 12345678910 0123456789 987654321 9876543210 11223344 1122334455 12341234 123123123
  87654321 147258369 123654789 1q2w3e4r 1q2w3e4r5t 1q2w3e4r5t6y 1qaz2wsx 1qaz2wsx3edc zaq12wsx q1w2e3r4 q1w2e3r4t5y6
  qwertyui qwertyuiop qwerty12 qwerty123 qwerty1234 qwerty12345 qwerty123456 asdfghjk asdfghjkl asdfasdf zxcvbnm123
  qazwsxedc password password1 password12 password123 password1234 password! passw0rd p@ssw0rd p@ssword p@ssw0rd1 pa55word
  passwort passwort1 passwort123 contraseña motdepasse admin123 admin1234 admin12345 administrator adminadmin
  rootroot root1234 changeme changeme1 changeme123 letmein1 letmein123 letmeinnow welcome1 welcome12 welcome123
  iloveyou iloveyou1 iloveyou2 sunshine sunshine1 princess princess1 football football1 baseball baseball1 basketball
  superman superman1 batman123 starwars pokemon1 trustno1 whatever dragon12 monkey12 master12 shadow12 michael1
  jennifer jordan23 computer internet samsung1 samsung123 liverpool chelsea1 arsenal1 charlie1 abcd1234 abc12345
  abcdefgh abcdefg1 a1b2c3d4 aa123456 aaaaaaaa a1234567 a12345678 abc123456 test1234 testtest test12345 secret12
  secret123 default1 default123 guest123 user1234 username server12 access14 mustang1 corvette midnight maverick
  freedom1 hello123 hellohello nintendo blink182 slipknot metallica 20202020 20242024 20252025 20262026
  davylamp davylamp1 davylamp123 antminer whatsminer bitcoin1 bitcoin123 bitcoins ethereum satoshi1 satoshinakamoto
  miner123 mining123 tothemoon hodlhodl`
    .split(/\s+/)
    .filter((word) => word.length > 0),
)
