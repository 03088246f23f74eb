# 保護者の記録
family-title = { $name } さんの様子
family-lead = 保護者から見た様子を書いてください。本人の記録とは別に残り、混ざりません。
family-readers = 担当の医師とスタッフが読みます。本人が読むこともあります。
family-day = いつのこと
family-mood = 保護者から見た気分
family-mood-low = 0 とても悪い
family-mood-high = 10 とても良い
family-function = 学校・家のこと
family-medicine = 今日の薬（のませた人として）
family-note = 気づいたこと
family-note-hint = 例：かんしゃく、寝つき、食欲、登校
family-list = 家族の記録
family-empty = まだ記録はありません。
family-dose-unknown = お子さんの今日の薬の量と次の段階は、この画面ではまだ見られません。分からないときは、クリニックに電話でたずねてください。
family-own-not-shown = 本人が自分で書いた記録は、ここには出ません。
