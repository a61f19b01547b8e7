# Records what PowerShell's operators answer: pwsh -NoProfile -File filter-operators.ps1 > filter-operators.tsv
# First the operators, then the right sides as they are written, then a line for each left value: its type and text, and
# for each right side a letter for each operator, T for true, F for false, E for an error. The negations (-ne, -notlike,
# -notmatch, -notin) were recorded too at first and were always the opposite.
$operators = foreach ($case in '', 'c') { foreach ($name in 'eq', 'lt', 'le', 'gt', 'ge', 'like', 'match', 'in') { "-$case$name" } }

$texts = @(
    '', ' ', 'a', 'A', 'b', 'B', 'abc', 'ABC', 'aBc', 'abcd', 'xabc', 'a b', 'ab', 'AB', 'a-b', 'A_B', 'Zebra', 'zoo'
    '5', '5.0', '5.4', '05', '0x5', '1e3', '1000', '1kb', '1024', '-5', '1,000', 'True', 'false', 'NaN', '0.3'
    'A lighthouse by the sea', 'LIGHTHOUSES', 'light house', 'co-op', 'coop', 'co_op', 'Co-Op', "it's", '[a]', 'a*b', 'a?b', 'a]', '`', 'a`b', '-'
    'ss', 'SS', "`u{df}", "stra`u{df}e", 'strasse', 'STRASSE', "STRA`u{1e9e}E"
    'i', 'I', "`u{130}", "`u{131}", "i`u{307}", 'k', 'K', "`u{212a}", "`u{212a}elvin", 's', "`u{17f}", "`u{212b}ngstr`u{f6}m", "`u{e5}ngstr`u{f6}m"
    "`u{e9}", "e`u{301}", "`u{c9}", 'e', "caf`u{e9}", "cafe`u{301}", 'cafe', 'CAFE', "`u{301}"
    "`u{fb01}", 'fi', "`u{fb01}n", 'fin', "`u{1c6}", "`u{1c5}", "`u{3c9}", "`u{2126}", "`u{3a9}", "`u{3c2}", "`u{3c3}"
    "a`u{ad}b", "a`0", "a`0b", "`0", "a`tb", "a`r`nb", "`r`n", "`n", "a`u{200d}b", "`u{a0}", "a`u{1}b"
    "`u{65e5}`u{672c}", "`u{30cf}", "`u{ff8a}", "`u{306f}", "`u{1f600}", "`u{1d4b3}", "x`u{1f600}y", "`u{2013}", "`u{2019}", "`u{fffd}", "`u{ff21}", "`u{661}"
)
$lefts = @(
    @{ Type = 'null'; Value = $null }
    foreach ($text in $texts) { @{ Type = 'string'; Value = $text } }
    foreach ($number in 0, 1, 2, -1, 5, -5, 6, 15, 1000, 1024, 9007199254740993, [long]::MaxValue, [long]::MinValue) { @{ Type = 'long'; Value = [long]$number } }
    foreach ($number in 0, 5, -5, [int]::MaxValue) { @{ Type = 'int'; Value = [int]$number } }
    foreach ($number in 0, -0.0, 1.5, -1.5, 5, 0.1, (0.1 + 0.2), 1e20, 1e300, 1024, 1000, [double]::NaN, [double]::PositiveInfinity, [double]::NegativeInfinity) { @{ Type = 'double'; Value = [double]$number } }
    foreach ($number in 0, 1.1, 5, -1.5) { @{ Type = 'float'; Value = [float]$number } }
    foreach ($boolean in $true, $false) { @{ Type = 'bool'; Value = $boolean } }
)
$rights = @(
    "''", "' '", "'a'", "'A'", "'b'", "'abc'", "'ABC'", "'ab'", "'a b'", "'Zoo'", "'5'", "'5.0'", "'5.4'", "'0x5'", "'1kb'", "'1e3'", "'1,000'", "' 5 '", "'-5'", "'+5'", "'5l'", "'true'", "'False'", "'NaN'", "'Infinity'", "'0.3'"
    "'*'", "'**'", "'?'", "'?*'", "'abc*'", "'A*'", "'*bc'", "'*b*'", "'a?c'", "'a*c'", "'*a*b*'", "'[a-c]*'", "'[A-C]'", "'[abc'", "'[c-a]'", "'[]a]*'", "'*[ -]*'", "'[a-]'", "'*[!a]*'", "'a``*b'", "'a``?b'", "'``[a``]'", "'``'", "'a``'", "'a``b'", "'a]'", "'*lighthouse*'", "'*LIGHT*house?'", "'* *'"
    "'ss'", "'*ss*'", "'SS*'", "'stra*e'", "'STRASSE'", "'i'", "'I'", "'*i*'", "'I*'", "'k'", "'*k*'", "'K*'", "'s'", "'*s*'", "'fi'", "'fi*'", "'*fi*'", "'e*'", "'e?'", "'*e'", "'caf?'", "'cafe'", "'cafe*'", "'co-op'", "'coop'", "'co*'"
    '"`u{df}"', '"*`u{df}*"', '"`u{130}"', '"`u{131}*"', '"`u{212a}"', '"*`u{212a}*"', '"`u{e9}"', '"e`u{301}"', '"*`u{e9}*"', '"caf`u{e9}*"', '"`u{c9}?"', '"`u{fb01}"', '"`u{2126}"', '"`u{3c3}"', '"`u{ad}"', '"a`u{ad}*"', '"`0"', '"*`0*"', '"`n"', '"*`n*"', '"*`r"', '"`u{1f600}"', '"?`u{1f600}?"', '"`u{30cf}"', '"`u{661}"'
    "'^a'", "'b`$'", "'a.c'", "'\d+'", "'^\w+`$'", "'('", "'a|b'", "'^`$'", "'[^a]'", "'house'", "'Light.*Sea'", "'(?-i)A'", "'\bs'", "'e`u{301}?`$'"
    '0', '1', '2', '5', '-5', '5.0', '5.4', '1.5', '-1.5', '0.1', '0.3', '1000', '1024', '1kb', '1e3', '0x10', '0xFFFFFFFF', '5d', '5.4d', '1.5d', '1.10d', '5l', '9007199254740992.0', '9007199254740993', '9223372036854775807', '9223372036854775808', '-9223372036854775808', '99999999999999999999', '1e20', '1e300', '.5', '2.'
    '$null', '$true', '$false', '@()', "'a','b'", "'A','x'", "'5','6'", '5,6', "5.0,'abc'", '$null,''a''', '@(5)', "@('abc')", '@($null)', '$true,5', "1,'1'", "'ss',`"`u{e9}`"", '0x5,1kb'
)

function Format-Left($left) {
    $value = $left.Value
    $text = if ($value -is [double] -or $value -is [float]) { $value.ToString('R', [cultureinfo]::InvariantCulture) } else { [string]$value }
    $escaped = foreach ($character in $text.ToCharArray()) { if ($character -lt ' ' -or $character -gt '~' -or $character -eq '\') { '\u{0:x4}' -f [int]$character } else { $character } }
    "$($left.Type):$(-join $escaped)"
}

$lines = foreach ($left in $lefts) { , [System.Text.StringBuilder]::new((Format-Left $left)) }
foreach ($right in $rights) {
    $tests = foreach ($operator in $operators) {
        [scriptblock]::Create("param(`$left) try { if (`$left $operator $right) { 'T' } else { 'F' } } catch { 'E' }")
    }
    for ($i = 0; $i -lt $lefts.Count; $i++) {
        $answers = foreach ($test in $tests) { & $test $lefts[$i].Value }
        $null = $lines[$i].Append("`t").Append(-join $answers)
    }
}
$operators -join "`t"
$rights -join "`t"
foreach ($line in $lines) { $line.ToString() }
