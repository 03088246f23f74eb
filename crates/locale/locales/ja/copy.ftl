# カルテに写す5行
copy-title = カルテ用にコピー
copy-lead = 記録されている事実だけの5行です。解釈は入っていません。
copy-label = カルテに写す文章
copy-button = コピーする
copy-done = コピーしました
copy-by-hand = 文章を選んであります。キーボードでコピーしてください。
copy-periods = 期間
copy-since-review = 前回の確認から
copy-since-4w = 4週
copy-period = 日誌 { $number }：{ $from }から{ $to }まで（{ $days }日間）。
copy-days = 記録 { $recorded }日、書けない { $cannot }日、記録なし { $missing }日、睡眠の記録 { $nights }日。
copy-no-entries = 本人の記録なし。
copy-before = 日誌を始める前 { $n }日。
copy-today-open = 今日はまだ記録なし。
copy-family = 保護者の記録 { $n }件。
copy-mood = 気分（0–10、高いほど良い）{ $min }–{ $max }、中央値 { $median }（{ $n }日）。
copy-mood-none = 気分：記録なし。
copy-anxiety = 不安（0–10、高いほど強い）{ $min }–{ $max }、中央値 { $median }（{ $n }日）。
copy-anxiety-none = 不安：記録なし。
copy-sleep = 睡眠 { $min }–{ $max }時間、中央値 { $median }時間（{ $n }日）。
copy-sleep-sources = 睡眠時間の出どころ：{ $list }。
copy-sleep-none = 睡眠：記録なし。
copy-doses = 現在の1日量：{ $doses }。
copy-doses-none = 現在の1日量：登録なし。
copy-steps = 期間中の変更：{ $steps }。
copy-steps-none = 期間中の変更：なし。
copy-step = { $date } { $medicine } { $from } → { $to } mg
copy-begun = 期間中に登録の始まった薬：{ $list }。
copy-tms = TMS：{ $n }回（{ $first }から{ $last }まで）。
copy-tms-day = TMS：{ $n }回（{ $first }）。
copy-tms-none = TMS：期間中の記録なし。
copy-events = できごと：{ $events }。
copy-events-none = できごと：記録なし。
copy-counted = { $what } { $n }日
copy-same-day = 当日中に見るべき回答：{ $answers }。
copy-same-day-none = 当日中に見るべき回答：なし。
copy-same-day-unanswered = 当日中に見るべき回答：答えなし。
copy-same-day-changed = { $answer }（その後に修正か取り消し）
copy-symptoms = 症状：答えた { $answered }日のうち { $n }日にあり、多い順に { $list }。
copy-symptoms-none = 症状：答えた { $answered }日すべてで「なかった」。
copy-symptoms-safety = 症状：{ $none ->
    [0] 答えた { $answered }日は、どれも安全にかかわる答えだけが届いている。
   *[other] 答えた { $answered }日のうち { $none }日は「なかった」、ほかの日は安全にかかわる答えだけが届いている。
 }
copy-symptoms-unanswered = 症状：答えなし。
copy-strongest = 最も強い答え「{ $severity }」：{ $list }。
copy-taken = 服薬の答え：{ $list }。
copy-taken-none = 服薬の答え：なし。
copy-same-day-one = { $day } { $answer }
copy-ended = その後は今日まで記録なし（薬とTMSは今日までの分）。
copy-imported = ほかの日誌から取り込んだ値 { $n }件は、この文章に入れていない（{ $list }{ $more ->
    [0] {""}
   *[other] 、ほか { $more }項目
 }）。
copy-same-day-seen = { $answer }（確認済み）
